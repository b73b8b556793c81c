package main

import (
	"fmt"
	"net"
	"os"
	"time"

	"github.com/google/uuid"
	"go.temporal.io/server/common/authorization"
	"go.temporal.io/server/common/cluster"
	"go.temporal.io/server/common/config"
	"go.temporal.io/server/common/dynamicconfig"
	"go.temporal.io/server/common/log"
	"go.temporal.io/server/common/membership/static"
	sqliteplugin "go.temporal.io/server/common/persistence/sql/sqlplugin/sqlite"
	"go.temporal.io/server/common/primitives"
	"go.temporal.io/server/schema/sqlite"
	"go.temporal.io/server/temporal"
)

const (
	loopback = "127.0.0.1"
	// serverName is in the server's certificate beside its address, for clients that come by another name.
	serverName  = "lienthong-temporal"
	clusterName = "active"
	storeName   = "sqlite"
)

// newServer is the whole of Temporal in one process, over SQLite. It listens on the loopback interface alone, has no HTTP
// API, no metrics and no profiler, and every port it has demands a certificate.
func newServer(o options, t *transport) (temporal.Server, error) {
	ports, err := freePorts(3)
	if err != nil {
		return nil, err
	}
	services := map[primitives.ServiceName]int{
		primitives.FrontendService: o.port,
		primitives.HistoryService:  ports[0],
		primitives.MatchingService: ports[1],
		primitives.WorkerService:   ports[2],
	}
	configuration, err := configure(o, services)
	if err != nil {
		return nil, err
	}
	hosts := map[primitives.ServiceName]static.Hosts{}
	for name, port := range services {
		hosts[name] = static.SingleLocalHost(fmt.Sprintf("%s:%d", loopback, port))
	}
	admission := &admission{transport: t, agencyNamespace: o.agencyNamespace}
	return temporal.NewServer(
		temporal.WithConfig(configuration),
		temporal.ForServices(temporal.DefaultServices),
		temporal.WithStaticHosts(hosts),
		temporal.WithLogger(log.NewZapLogger(log.BuildZapLogger(log.Config{Stdout: true, Level: o.logLevel}))),
		temporal.WithTLSConfigFactory(t),
		temporal.WithAuthorizer(admission),
		temporal.WithClaimMapper(func(*config.Config) authorization.ClaimMapper { return admission }),
		temporal.WithDynamicConfigClient(dynamicConfig(o)),
	)
}

func configure(o options, services map[primitives.ServiceName]int) (*config.Config, error) {
	store, err := openStore(o)
	if err != nil {
		return nil, err
	}
	frontend := fmt.Sprintf("%s:%d", loopback, o.port)
	c := &config.Config{
		Services: map[string]config.Service{},
		Persistence: config.Persistence{
			DefaultStore:     storeName,
			VisibilityStore:  storeName,
			NumHistoryShards: 1,
			DataStores:       map[string]config.DataStore{storeName: {SQL: store}},
		},
		ClusterMetadata: &cluster.Config{
			FailoverVersionIncrement: 10,
			MasterClusterName:        clusterName,
			CurrentClusterName:       clusterName,
			ClusterInformation: map[string]cluster.ClusterInformation{
				clusterName: {Enabled: true, InitialFailoverVersion: 1, RPCAddress: frontend, ClusterID: uuid.NewString()},
			},
		},
		DCRedirectionPolicy: config.DCRedirectionPolicy{Policy: "noop"},
		PublicClient:        config.PublicClient{HostPort: frontend},
	}
	c.Global.Membership = config.Membership{MaxJoinDuration: 30 * time.Second, BroadcastAddress: loopback}
	c.Archival.History.State, c.Archival.Visibility.State = "disabled", "disabled"
	c.NamespaceDefaults.Archival.History.State = "disabled"
	c.NamespaceDefaults.Archival.Visibility.State = "disabled"
	for name, port := range services {
		c.Services[string(name)] = config.Service{RPC: config.RPC{GRPCPort: port, BindOnIP: loopback}}
	}
	return c, nil
}

// openStore names the database, and makes it with its namespaces where it is not there yet.
func openStore(o options) (*config.SQL, error) {
	store := &config.SQL{PluginName: sqliteplugin.PluginName}
	if o.database == "" {
		store.ConnectAttributes = map[string]string{"mode": "memory", "cache": "shared"}
		store.DatabaseName = uuid.NewString()
	} else {
		// With `synchronous=normal` a power cut would take Temporal's last commits, and leave PostgreSQL's own.
		store.ConnectAttributes = map[string]string{"mode": "rwc", "journal_mode": "wal", "synchronous": "full"}
		store.DatabaseName = o.database
		if err := guardDatabase(o.database); err != nil {
			return nil, err
		}
		if _, err := os.Stat(o.database); os.IsNotExist(err) {
			if err := sqlite.SetupSchema(store); err != nil {
				return nil, fmt.Errorf("the database %q could not be made: %w", o.database, err)
			}
		}
	}
	namespaces := make([]*sqlite.NamespaceConfig, len(o.namespaces))
	for i, name := range o.namespaces {
		namespace, err := sqlite.NewNamespaceConfig(clusterName, name, false, o.searchAttributes)
		if err != nil {
			return nil, err
		}
		namespaces[i] = namespace
	}
	return store, sqlite.CreateNamespaces(store, namespaces...)
}

// guardDatabase closes to others what a former version has made readable; what is made now is by the umask.
func guardDatabase(path string) error {
	for _, suffix := range []string{"", "-wal", "-shm"} {
		if err := os.Chmod(path+suffix, 0o600); err != nil && !os.IsNotExist(err) {
			return err
		}
	}
	return nil
}

func dynamicConfig(o options) dynamicconfig.StaticClient {
	values := dynamicconfig.StaticClient{
		dynamicconfig.HistoryCacheHostLevelMaxSize.Key():                 8096,
		dynamicconfig.FrontendMaxNamespaceVisibilityRPSPerInstance.Key(): 100,
		// A search attribute is usable as soon as it is registered, at the price of more reads.
		dynamicconfig.Key("system.forceSearchAttributesCacheRefreshOnRead"): true,
		dynamicconfig.Key("frontend.persistenceMaxQPS"):                     10_000,
		dynamicconfig.Key("history.persistenceMaxQPS"):                      45_000,
		// Nexus calls over HTTP, and there is no HTTP here.
		dynamicconfig.Key("system.enableNexus"): false,
		// An agency's workflow could otherwise start or signal one among the dossiers.
		dynamicconfig.Key("system.enableCrossNamespaceCommands"): false,
	}
	for key, value := range o.dynamicConfig {
		values[dynamicconfig.Key(key)] = value
	}
	return values
}

// freePorts finds ports for what the services say among themselves.
func freePorts(n int) ([]int, error) {
	ports := make([]int, n)
	for i := range ports {
		listener, err := net.Listen("tcp", loopback+":0")
		if err != nil {
			return nil, err
		}
		// Open until all are found, so that none is found twice.
		defer listener.Close()
		ports[i] = listener.Addr().(*net.TCPAddr).Port
	}
	return ports, nil
}
