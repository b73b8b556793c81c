package main

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"time"

	uiconfig "github.com/temporalio/ui-server/v2/server/config"
	"go.temporal.io/server/common/rpc/encryption"
)

// transport says who may connect to what. Everybody outside shows a certificate of the installation's authority to the
// frontend. What the services say among themselves, and how the server's own workers and the Web UI come to the
// frontend, is under an authority that exists in this process alone: no file on the machine opens those ports.
type transport struct {
	outside *credentials
	inside  pair
	member  pair
	ui      pair
}

var _ encryption.TLSConfigProvider = (*transport)(nil)

func newTransport(outside *credentials) (*transport, error) {
	inside, err := makeAuthority()
	if err != nil {
		return nil, err
	}
	member := serverTemplate()
	member.Subject.CommonName = insideName
	member.ExtKeyUsage = append(member.ExtKeyUsage, x509.ExtKeyUsageClientAuth)
	memberPair, err := inside.issue(member)
	if err != nil {
		return nil, err
	}
	uiPair, err := inside.issue(clientTemplate(uiName, nil))
	if err != nil {
		return nil, err
	}
	return &transport{outside: outside, inside: *inside, member: *memberPair, ui: *uiPair}, nil
}

func (t *transport) GetFrontendServerConfig() (*tls.Config, error) {
	admitted := t.outside.authority.pool()
	admitted.AddCert(t.inside.certificate)
	return serverConfig(t.outside.server, admitted), nil
}

func (t *transport) GetFrontendClientConfig() (*tls.Config, error) {
	return clientConfig(t.member, t.outside.authority), nil
}

func (t *transport) GetInternodeServerConfig() (*tls.Config, error) {
	return serverConfig(t.member, t.inside.pool()), nil
}

func (t *transport) GetInternodeClientConfig() (*tls.Config, error) {
	return clientConfig(t.member, t.inside), nil
}

func (t *transport) GetRemoteClusterClientConfig(string) (*tls.Config, error) { return nil, nil }

func (t *transport) GetExpiringCerts(time.Duration) (
	encryption.CertExpirationMap, encryption.CertExpirationMap, error,
) {
	return nil, nil, nil
}

// isInside tells a certificate of this process from one that lies in a file.
func (t *transport) isInside(chain []*x509.Certificate) bool {
	return chain[len(chain)-1].Equal(t.inside.certificate)
}

func serverConfig(shown pair, admitted *x509.CertPool) *tls.Config {
	return &tls.Config{
		MinVersion:   tls.VersionTLS13,
		NextProtos:   []string{"h2"},
		Certificates: []tls.Certificate{shown.forTLS()},
		ClientAuth:   tls.RequireAndVerifyClientCert,
		ClientCAs:    admitted,
	}
}

func clientConfig(shown, trusted pair) *tls.Config {
	return &tls.Config{
		MinVersion:   tls.VersionTLS13,
		NextProtos:   []string{"h2"},
		Certificates: []tls.Certificate{shown.forTLS()},
		RootCAs:      trusted.pool(),
		ServerName:   serverName,
	}
}

// forUI is how the Web UI comes to the frontend; it takes PEM in base64.
func (t *transport) forUI() (uiconfig.TLS, error) {
	key, err := x509.MarshalPKCS8PrivateKey(t.ui.key)
	if err != nil {
		return uiconfig.TLS{}, err
	}
	encoded := func(kind string, der []byte) string { return base64.StdEncoding.EncodeToString(toPEM(kind, der)) }
	return uiconfig.TLS{
		CaData:                 encoded("CERTIFICATE", t.outside.authority.certificate.Raw),
		CertData:               encoded("CERTIFICATE", t.ui.certificate.Raw),
		KeyData:                encoded("PRIVATE KEY", key),
		ServerName:             serverName,
		EnableHostVerification: true,
	}, nil
}
