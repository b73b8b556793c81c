// Command lienthong-temporal is the Temporal server of one installation: the whole server in one process over SQLite, as
// "temporal server start-dev" is, and open only to whoever shows a certificate of the installation.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"go.temporal.io/api/enums/v1"
)

type options struct {
	port             int
	database         string
	certificates     string
	namespaces       []string
	agencyNamespace  string
	searchAttributes map[string]enums.IndexedValueType
	dynamicConfig    map[string]any
	uiPort           int
	uiPublicPath     string
	uiCodecEndpoint  string
	logLevel         string
}

const usage = `lienthong-temporal serve        runs the server; --help lists what it takes
lienthong-temporal certificate  makes a certificate for an agency's own worker
lienthong-temporal version      tells which Temporal this is`

// temporalVersion is that of go.mod.
const temporalVersion = "1.29.1"

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) == 0 {
		return fmt.Errorf("%s", usage)
	}
	switch args[0] {
	case "serve":
		return serve(args[1:])
	case "certificate":
		return certificate(args[1:])
	case "version":
		fmt.Println("lienthong-temporal, Temporal", temporalVersion)
		return nil
	}
	return fmt.Errorf("unknown command %q\n%s", args[0], usage)
}

func serve(args []string) error {
	o, err := parseServe(args)
	if err != nil {
		return err
	}
	// Libraries tell of their own certificates on every start.
	log.SetOutput(io.Discard)
	found, err := openCredentials(o.certificates)
	if err != nil {
		return err
	}
	secured, err := newTransport(found)
	if err != nil {
		return err
	}
	server, err := newServer(o, secured)
	if err != nil {
		return err
	}
	stopped := make(chan os.Signal, 1)
	signal.Notify(stopped, os.Interrupt, syscall.SIGTERM)
	failed := make(chan error, 1)
	if o.uiPort != 0 {
		web, err := newWebUI(o, secured)
		if err != nil {
			return err
		}
		web.start(func(err error) { failed <- fmt.Errorf("the Web UI has failed: %w", err) })
		defer web.stop()
	}
	if err := server.Start(); err != nil {
		return err
	}
	select {
	case <-stopped:
	case err = <-failed:
	}
	return errorOr(server.Stop(), err)
}

func errorOr(first, second error) error {
	if first != nil {
		return first
	}
	return second
}

func parseServe(args []string) (options, error) {
	o := options{searchAttributes: map[string]enums.IndexedValueType{}, dynamicConfig: map[string]any{}}
	flags := flag.NewFlagSet("serve", flag.ContinueOnError)
	flags.IntVar(&o.port, "port", 0, "where the server listens on the loopback interface")
	flags.StringVar(&o.database, "db-filename", "", "the database; in memory if absent")
	flags.StringVar(&o.certificates, "certificates", "", "directory of the certificates, made if they are missing")
	flags.Func("namespace", "a namespace that is there from the start; may be repeated", func(name string) error {
		o.namespaces = append(o.namespaces, name)
		return nil
	})
	flags.StringVar(&o.agencyNamespace, "agency-namespace", "", "the one in which agencies' own workers work")
	flags.Func("search-attribute", "Name=Type; may be repeated", o.addSearchAttribute)
	flags.Func("dynamic-config-value", "key=JSON; may be repeated", o.addDynamicConfig)
	flags.IntVar(&o.uiPort, "ui-port", 0, "where the Web UI listens; none if absent")
	flags.StringVar(&o.uiPublicPath, "ui-public-path", "", "the path under which people reach the Web UI")
	flags.StringVar(&o.uiCodecEndpoint, "ui-codec-endpoint", "", "where the Web UI has payloads decrypted")
	flags.StringVar(&o.logLevel, "log-level", "warn", "debug, info, warn or error")
	if err := flags.Parse(args); err != nil {
		return o, err
	}
	if o.port == 0 || o.certificates == "" || len(o.namespaces) == 0 {
		return o, fmt.Errorf("--port, --certificates and at least one --namespace are needed")
	}
	return o, nil
}

func (o *options) addSearchAttribute(text string) error {
	name, kind, _ := strings.Cut(text, "=")
	for shorthand, value := range enums.IndexedValueType_shorthandValue {
		if value != 0 && strings.EqualFold(shorthand, kind) {
			o.searchAttributes[name] = enums.IndexedValueType(value)
			return nil
		}
	}
	return fmt.Errorf("%q is no type of a search attribute", kind)
}

// addDynamicConfig reads whole numbers as such: the server takes no other where it expects one.
func (o *options) addDynamicConfig(text string) error {
	key, value, _ := strings.Cut(text, "=")
	decoder := json.NewDecoder(strings.NewReader(value))
	decoder.UseNumber()
	var read any
	if err := decoder.Decode(&read); err != nil {
		return fmt.Errorf("%q is no JSON", value)
	}
	if number, ok := read.(json.Number); ok {
		if whole, err := number.Int64(); err == nil {
			read = int(whole)
		} else if read, err = number.Float64(); err != nil {
			return err
		}
	}
	o.dynamicConfig[key] = read
	return nil
}

func certificate(args []string) error {
	flags := flag.NewFlagSet("certificate", flag.ContinueOnError)
	dir := flags.String("certificates", "", "the installation's directory of certificates")
	agency := flags.String("agency", "", "code of the agency")
	queue := flags.String("queue", "", "the task queue its errands come on; agency.CODE if absent")
	out := flags.String("out", "", "directory for ca.crt, client.crt and client.key")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if *dir == "" || *agency == "" || *out == "" {
		return fmt.Errorf("--certificates, --agency and --out are needed")
	}
	if *queue == "" {
		*queue = "agency." + *agency
	}
	return issueCertificate(*dir, *out, agencyPrefix+*agency, []string{*queue})
}
