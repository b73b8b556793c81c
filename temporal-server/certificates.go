package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"time"
)

const (
	authorityYears = 20
	certificateFor = 2 * 365 * 24 * time.Hour
	// A server may run for months: whoever starts with less than this left is given new ones.
	renewedBefore = 365 * 24 * time.Hour
	tokenKeyBytes = 32
)

// parts are the processes of an installation; each has a certificate of its own.
var parts = []string{"api", "cli", "relay", "worker"}

// pair is a certificate with its key.
type pair struct {
	certificate *x509.Certificate
	key         *ecdsa.PrivateKey
}

// credentials are what lies in the certificates' directory.
type credentials struct {
	authority pair
	server    pair
	// tokenKey signs the tokens by which the API vouches for a person who uses the Web UI.
	tokenKey []byte
}

// openCredentials reads the directory, and makes what is missing or would soon expire. Only its owner can read it.
func openCredentials(dir string) (*credentials, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	if err := os.Chmod(dir, 0o700); err != nil {
		return nil, err
	}
	authority, err := readOrMake(dir, "ca", makeAuthority)
	if err != nil {
		return nil, err
	}
	server, err := readOrMake(dir, "server", func() (*pair, error) { return authority.issue(serverTemplate()) })
	if err != nil {
		return nil, err
	}
	for _, part := range parts {
		issue := func() (*pair, error) { return authority.issue(clientTemplate(part, nil)) }
		if _, err := readOrMake(dir, part, issue); err != nil {
			return nil, err
		}
	}
	tokenKey, err := readOrMakeTokenKey(filepath.Join(dir, "ui-token.key"))
	if err != nil {
		return nil, err
	}
	return &credentials{authority: *authority, server: *server, tokenKey: tokenKey}, nil
}

// issueCertificate makes a certificate for somebody outside, an agency say, in a directory of its own.
func issueCertificate(dir, out, name string, queues []string) error {
	authority, err := readPair(dir, "ca")
	if err != nil {
		return fmt.Errorf("there is no authority in %q, start the installation once: %w", dir, err)
	}
	issued, err := authority.issue(clientTemplate(name, queues))
	if err != nil {
		return err
	}
	if err := os.MkdirAll(out, 0o700); err != nil {
		return err
	}
	if err := writeCertificate(filepath.Join(out, "ca.crt"), authority.certificate); err != nil {
		return err
	}
	return issued.write(out, "client")
}

func readOrMake(dir, name string, make func() (*pair, error)) (*pair, error) {
	found, err := readPair(dir, name)
	if err == nil && time.Until(found.certificate.NotAfter) > renewedBefore {
		return found, nil
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%w; remove the directory %q, and new certificates are made at the next start", err, dir)
	}
	made, err := make()
	if err != nil {
		return nil, err
	}
	return made, made.write(dir, name)
}

func makeAuthority() (*pair, error) {
	template := &x509.Certificate{
		Subject:               pkix.Name{CommonName: "lienthong Temporal authority"},
		NotAfter:              time.Now().AddDate(authorityYears, 0, 0),
		IsCA:                  true,
		BasicConstraintsValid: true,
		MaxPathLenZero:        true,
		KeyUsage:              x509.KeyUsageCertSign | x509.KeyUsageDigitalSignature,
	}
	return sign(template, nil)
}

func serverTemplate() *x509.Certificate {
	return &x509.Certificate{
		Subject:     pkix.Name{CommonName: "server"},
		NotAfter:    time.Now().Add(certificateFor),
		DNSNames:    []string{"localhost", serverName},
		IPAddresses: []net.IP{net.ParseIP(loopback)},
		KeyUsage:    x509.KeyUsageDigitalSignature,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
}

// clientTemplate names whom a certificate is for, and of an agency the task queues it may work on.
func clientTemplate(name string, queues []string) *x509.Certificate {
	return &x509.Certificate{
		Subject:     pkix.Name{CommonName: name, OrganizationalUnit: queues},
		NotAfter:    time.Now().Add(certificateFor),
		KeyUsage:    x509.KeyUsageDigitalSignature,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth},
	}
}

func (authority *pair) issue(template *x509.Certificate) (*pair, error) {
	return sign(template, authority)
}

// sign makes a certificate; without an authority, one that has signed itself.
func sign(template *x509.Certificate, authority *pair) (*pair, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	if template.SerialNumber, err = rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 120)); err != nil {
		return nil, err
	}
	// The clock of a machine that was just switched on may be somewhat behind.
	template.NotBefore = time.Now().Add(-time.Hour)
	parent, signer := template, key
	if authority != nil {
		parent, signer = authority.certificate, authority.key
	}
	der, err := x509.CreateCertificate(rand.Reader, template, parent, &key.PublicKey, signer)
	if err != nil {
		return nil, err
	}
	certificate, err := x509.ParseCertificate(der)
	return &pair{certificate, key}, err
}

func (p *pair) write(dir, name string) error {
	der, err := x509.MarshalPKCS8PrivateKey(p.key)
	if err != nil {
		return err
	}
	// The key first: where only one of the two was written, both are made anew.
	if err := writeWhole(filepath.Join(dir, name+".key"), toPEM("PRIVATE KEY", der)); err != nil {
		return err
	}
	return writeCertificate(filepath.Join(dir, name+".crt"), p.certificate)
}

func writeCertificate(path string, certificate *x509.Certificate) error {
	return writeWhole(path, toPEM("CERTIFICATE", certificate.Raw))
}

func readPair(dir, name string) (*pair, error) {
	certificate, err := os.ReadFile(filepath.Join(dir, name+".crt"))
	if err != nil {
		return nil, err
	}
	key, err := os.ReadFile(filepath.Join(dir, name+".key"))
	if err != nil {
		return nil, err
	}
	read, err := tls.X509KeyPair(certificate, key)
	if err != nil {
		return nil, fmt.Errorf("the certificate %q and its key cannot be read: %w", filepath.Join(dir, name+".crt"), err)
	}
	private, ok := read.PrivateKey.(*ecdsa.PrivateKey)
	if !ok {
		return nil, fmt.Errorf("the key of %q is none of ours", filepath.Join(dir, name+".crt"))
	}
	return &pair{read.Leaf, private}, nil
}

func readOrMakeTokenKey(path string) ([]byte, error) {
	kept, err := os.ReadFile(path)
	if err == nil {
		key, err := base64.StdEncoding.DecodeString(string(kept))
		if err != nil || len(key) != tokenKeyBytes {
			return nil, fmt.Errorf("%q is not %d bytes in base64; remove it, and a new one is made at the next start", path, tokenKeyBytes)
		}
		return key, nil
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	key := make([]byte, tokenKeyBytes)
	if _, err := rand.Read(key); err != nil {
		return nil, err
	}
	return key, writeWhole(path, []byte(base64.StdEncoding.EncodeToString(key)))
}

func toPEM(kind string, der []byte) []byte {
	return pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der})
}

// writeWhole writes a file that only its owner can read, whole or not at all.
func writeWhole(path string, content []byte) error {
	unfinished := path + ".unfinished"
	file, err := os.OpenFile(unfinished, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = file.Write(content)
	if err == nil {
		err = file.Sync()
	}
	if closed := file.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return err
	}
	return os.Rename(unfinished, path)
}

func (p *pair) forTLS() tls.Certificate {
	return tls.Certificate{Certificate: [][]byte{p.certificate.Raw}, PrivateKey: p.key, Leaf: p.certificate}
}

func (p *pair) pool() *x509.CertPool {
	pool := x509.NewCertPool()
	pool.AddCert(p.certificate)
	return pool
}
