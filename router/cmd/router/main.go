// Command router serves a supergraph; see router/README.md for its settings.
package main

import (
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"os/signal"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/redis/go-redis/v9/logging"

	"github.com/blooming-blooms/bloom/internal/env"
	"github.com/blooming-blooms/bloom/router"
)

func main() {
	logging.Disable() // the router says once that Redis is away; its driver would at each attempt
	env.Main("router", config, router.Run)
}

func config(r *env.Reader) router.Config {
	return router.Config{
		Addr:             r.String("ADDR", net.JoinHostPort("", r.String("PORT", "4000"))),
		Supergraph:       r.Required("SUPERGRAPH"),
		SubgraphURLs:     subgraphURLs(os.Environ()),
		JWKSURL:          r.String("JWKS_URL", ""),
		Issuer:           r.String("ISSUER", ""),
		IdentityKey:      r.String("IDENTITY_KEY", ""),
		CORSOrigins:      r.List("CORS_ORIGINS"),
		ForwardHeaders:   r.List("FORWARD_HEADERS"),
		Limits:           limits(r),
		Edge:             edge(r),
		SubgraphTimeout:  r.Duration("SUBGRAPH_TIMEOUT", 0),
		SubgraphTimeouts: subgraphTimeouts(r, os.Environ()),
		Retries:          retries(r),
		ReloadEvery:      r.Duration("SUPERGRAPH_POLL", 0),
		Reload:           hangUps(),
		AccessLog:        accessLog(r),
		PlanKey:          r.String("PLAN_KEY", ""),
		ConnectTimeout:   r.Duration("CONNECT_TIMEOUT", 0),
		Heartbeat:        r.Duration("HEARTBEAT", 0),
		ResumeStreams:    r.List("RESUME_STREAMS"),
		Alone:            r.String("GOGC", "") == "" && r.String("GOMEMLIMIT", "") == "",
		Log:              r.Logger("router"),
	}
}

// subgraphURLs are the variables SUBGRAPH_URL_<NAME>.
func subgraphURLs(environ []string) map[string]string {
	urls := map[string]string{}
	for _, variable := range environ {
		if rest, ok := strings.CutPrefix(variable, "SUBGRAPH_URL_"); ok {
			if name, url, ok := strings.Cut(rest, "="); ok && url != "" {
				urls[name] = url
			}
		}
	}
	return urls
}

// subgraphTimeouts are the variables SUBGRAPH_TIMEOUT_<NAME>.
func subgraphTimeouts(r *env.Reader, environ []string) map[string]time.Duration {
	timeouts := map[string]time.Duration{}
	for _, variable := range environ {
		name, _, _ := strings.Cut(variable, "=")
		if subgraph, ok := strings.CutPrefix(name, "SUBGRAPH_TIMEOUT_"); ok {
			timeouts[subgraph] = r.Duration(name, 0)
		}
	}
	return timeouts
}

// retries are none where 0 is asked for; the Config takes 0 for its default.
func retries(r *env.Reader) int {
	n := 2
	number(r, "SUBGRAPH_RETRIES", &n)
	if n == 0 {
		return -1
	}
	return n
}

// hangUps tells of SIGHUP, by which operators ask for the supergraph to be read again.
func hangUps() <-chan os.Signal {
	c := make(chan os.Signal, 1)
	signal.Notify(c, syscall.SIGHUP)
	return c
}

// accessLog is stderr, unless it is off or a level is asked for that leaves such lines out.
func accessLog(r *env.Reader) io.Writer {
	switch to := r.String("ACCESS_LOG", "on"); to {
	case "on":
		var level slog.Level // r.Logger says what is wrong with it
		if err := level.UnmarshalText([]byte(r.String("LOG_LEVEL", "info"))); err == nil && level <= slog.LevelInfo {
			return os.Stderr
		}
	case "off":
	default:
		r.Wrong(fmt.Errorf("ACCESS_LOG is %q; it can be on or off", to))
	}
	return nil
}

// limits are a set by name, each of which can be set for itself.
func limits(r *env.Reader) router.Limits {
	var l router.Limits
	switch set := r.String("LIMITS", ""); set {
	case "":
		l = router.DefaultLimits()
	case "strict":
		l = router.StrictLimits()
	case "open":
		l = router.OpenLimits()
	default:
		r.Wrong(fmt.Errorf("LIMITS is %q; it can be strict or open", set))
	}
	number(r, "MAX_TOKENS", &l.Tokens)
	number(r, "MAX_DEPTH", &l.Depth)
	number(r, "MAX_ALIASES", &l.Aliases)
	number(r, "MAX_ROOT_FIELDS", &l.RootFields)
	number(r, "MAX_FIELDS", &l.Fields)
	number(r, "MAX_COST", &l.Cost)
	body := int(l.Body)
	number(r, "MAX_BODY", &body)
	l.Body = int64(body)
	l.NoIntrospection = r.String("INTROSPECTION", "on") == "off"
	return l
}

// edge is how unknown clients are met.
func edge(r *env.Reader) router.Edge {
	e := router.DefaultEdge()
	switch r.String("LIMITS", "") {
	case "strict":
		e = router.StrictEdge()
	case "open":
		e = router.Edge{}
	}
	e.PersistedOperations = r.String("PERSISTED_OPERATIONS", "")
	e.AlsoUnknown = !on(r, "PERSISTED_ONLY", true)
	e.NoAPQ = !on(r, "APQ", true)
	e.NoCompression = !on(r, "COMPRESSION", true)
	e.CacheHints = r.String("CACHE_HINTS", "")
	e.APIKeys = r.String("API_KEYS", "")
	e.Rate = r.String("RATE", e.Rate)
	e.GuestRate = r.String("RATE_GUEST", "")
	e.TrustedProxies = r.List("TRUSTED_PROXIES")
	e.RedisURL = r.String("REDIS_URL", "")
	if on(r, "BATCHING", false) {
		e.Batch = 10
	}
	number(r, "MAX_BATCH", &e.Batch)
	number(r, "MAX_STREAMS", &e.Streams)
	number(r, "MAX_ALL_STREAMS", &e.AllStreams)
	return e
}

// on is a variable that can be on or off.
func on(r *env.Reader, name string, fallback bool) bool {
	switch v := r.String(name, ""); v {
	case "":
		return fallback
	case "on":
		return true
	case "off":
		return false
	default:
		r.Wrong(fmt.Errorf("%s is %q; it can be on or off", name, v))
		return fallback
	}
}

func number(r *env.Reader, name string, into *int) {
	v := r.String(name, "")
	if v == "" {
		return
	}
	n, err := strconv.Atoi(v)
	if err != nil || n < 0 {
		r.Wrong(fmt.Errorf("%s is %q; it should be a number from 0", name, v))
		return
	}
	*into = n
}
