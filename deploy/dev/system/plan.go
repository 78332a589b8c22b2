package system

import (
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/blooming-blooms/bloom/deploy/dev/home"
	"github.com/blooming-blooms/bloom/deploy/dev/stack"
	"github.com/blooming-blooms/bloom/internal/identity"
)

// subgraphs are the services by name; the database of each has the same name.
var subgraphs = []string{"account", "product", "order", "store", "subscription", "gift", "notifier"}

// issuer is the name under which account signs tokens. It outlives a change of ports.
const issuer = "https://bloom.test"

// mediaURL is where the front has the pictures; clients resolve it against the origin that they know.
const mediaURL = "/media"

// checkoutTimeLimit is how long an order may take unless somebody says otherwise.
const checkoutTimeLimit = 10 * time.Minute

// plan is everything that the services are told, whether they run in this process or in their own.
type plan struct {
	home              home.Home
	addrs             map[string]string // host:port
	logs              map[string]*os.File
	level             slog.Level
	levelName         string
	servers           stack.Real
	paymentURL        string
	smsURL            string
	identityKey       string
	identityPublicKey string
	tokenKey          string
	limits            string
	checkoutTimeLimit time.Duration
}

func makePlan(o Options, port int, servers *stack.Stack) (plan, error) {
	p := plan{
		home: o.Home, addrs: map[string]string{}, logs: map[string]*os.File{}, levelName: o.LogLevel,
		servers: servers.Servers(), paymentURL: servers.PaymentURL(), smsURL: servers.SMSURL(),
		limits: o.Limits, checkoutTimeLimit: o.CheckoutTimeLimit,
	}
	if p.checkoutTimeLimit <= 0 {
		p.checkoutTimeLimit = checkoutTimeLimit
	}
	if p.levelName == "" {
		p.levelName = "info"
	}
	if err := p.level.UnmarshalText([]byte(p.levelName)); err != nil {
		return p, fmt.Errorf("LOG_LEVEL: %w", err)
	}
	if err := p.readKeys(); err != nil {
		return p, err
	}
	for _, name := range append(subgraphs[:len(subgraphs):len(subgraphs)], "router") {
		next, err := freePort(port + 1)
		if err != nil {
			return p, err
		}
		port = next
		p.addrs[name] = net.JoinHostPort("127.0.0.1", strconv.Itoa(port))
		log, err := openLog(o.Home, name)
		if err != nil {
			return p, err
		}
		p.logs[name] = log
	}
	return p, nil
}

// readKeys makes the keys at the first start: those who are signed in stay so after a restart.
func (p *plan) readKeys() error {
	both, err := p.home.Remember("identity-key", func() (string, error) {
		seed, public, err := identity.NewKeys()
		return seed + " " + public, err
	})
	if err != nil {
		return err
	}
	p.identityKey, p.identityPublicKey, _ = strings.Cut(both, " ")
	p.tokenKey, err = p.home.Remember("token-key", func() (string, error) {
		seed, _, err := identity.NewKeys()
		return seed, err
	})
	return err
}

// freePort is the first port from start on that nobody listens on. A service keeps its port when it is
// started again, so ports that the kernel gives to whoever asks for any would not do.
func freePort(start int) (int, error) {
	for port := start; port < start+1000 && port < 65536; port++ {
		listener, err := net.Listen("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(port)))
		if err != nil {
			continue
		}
		return port, listener.Close()
	}
	return 0, errors.New("no free port for a service: choose another PORT")
}

func openLog(h home.Home, name string) (*os.File, error) {
	dir := h.Kept("logs")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, fmt.Errorf("make a folder for logs: %w", err)
	}
	file, err := os.OpenFile(filepath.Join(dir, name+".log"), os.O_CREATE|os.O_TRUNC|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		return nil, fmt.Errorf("open a log: %w", err)
	}
	return file, nil
}

func (p plan) closeLogs() error {
	var errs []error
	for _, log := range p.logs {
		errs = append(errs, log.Close())
	}
	return errors.Join(errs...)
}

func (p plan) logger(name string) *slog.Logger {
	return slog.New(slog.NewJSONHandler(p.logs[name], &slog.HandlerOptions{Level: p.level})).With("service", name)
}

func (p plan) base(name string) *url.URL { return baseURL(p.addrs[name]) }

func (p plan) graphURL(name string) string { return p.base(name).JoinPath("graphql").String() }

func (p plan) jwksURL() string {
	return p.base("account").JoinPath(".well-known", "jwks.json").String()
}

func (p plan) supergraph() string { return p.home.Path("schema", "supergraph.graphql") }

func (p plan) cacheHints() string { return p.home.Path("schema", "cache.json") }

func (p plan) seedDir() string { return p.home.Path("deploy", "dev", "seed", "data") }

// databaseURL is the address of a service's own database.
func (p plan) databaseURL(service string) (string, error) {
	u, err := url.Parse(p.servers.DatabaseURL)
	if err != nil {
		return "", errors.New("DATABASE_URL is not a URL")
	}
	u.Path = "/" + service
	return u.String(), nil
}

// environment is what a service's process is told, beside the environment that this one has.
func (p plan) environment(name string) ([]string, error) {
	list := []string{"ADDR=" + p.addrs[name], "LOG_LEVEL=" + p.levelName, "REDIS_URL=" + p.servers.RedisURL, "LIMITS=" + p.limits}
	if name == "router" {
		list = append(list, "IDENTITY_KEY="+p.identityKey, "JWKS_URL="+p.jwksURL(), "ISSUER="+issuer, "SUPERGRAPH="+p.supergraph(), "CACHE_HINTS="+p.cacheHints())
		for subgraph, url := range p.graphURLs() {
			list = append(list, "SUBGRAPH_URL_"+strings.ToUpper(subgraph)+"="+url)
		}
		return list, nil
	}
	database, err := p.databaseURL(name)
	if err != nil {
		return nil, err
	}
	list = append(list, "DATABASE_URL="+database, "KAFKA_BROKERS="+p.servers.KafkaBrokers,
		"IDENTITY_PUBLIC_KEY="+p.identityPublicKey, "SEED_DIR="+p.seedDir())
	switch name {
	case "account":
		list = append(list, "TOKEN_KEY="+p.tokenKey, "ISSUER="+issuer)
	case "product":
		list = append(list, "MONGODB_URI="+p.servers.MongoURI, "MEDIA_URL="+mediaURL)
	case "gift":
		list = append(list, "MEDIA_URL="+mediaURL)
	case "order":
		list = append(list, "PAYMENT_URL="+p.paymentURL, "CHECKOUT_TIME_LIMIT="+p.checkoutTimeLimit.String())
	case "notifier":
		list = append(list, "SMS_URL="+p.smsURL)
	}
	return list, nil
}
