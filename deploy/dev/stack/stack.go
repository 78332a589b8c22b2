// Package stack runs the servers that the system stands on: PostgreSQL, Kafka, MongoDB, Redis, and the
// sandboxes of the card network and the SMS carrier. Each of the first four can be a real one instead.
package stack

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"path/filepath"
	"sync"
	"time"

	"github.com/blooming-blooms/bloom/deploy/dev/kafka"
	"github.com/blooming-blooms/bloom/deploy/dev/mongo"
	"github.com/blooming-blooms/bloom/deploy/dev/postgres"
	"github.com/blooming-blooms/bloom/deploy/dev/redis"
	"github.com/blooming-blooms/bloom/deploy/dev/sandbox/card"
	"github.com/blooming-blooms/bloom/deploy/dev/sandbox/sms"
)

// Real names servers that are there already; one that is empty is started.
type Real struct {
	DatabaseURL, MongoURI, KafkaBrokers, RedisURL string
}

// Options say where things are kept.
type Options struct {
	Real     Real
	Postgres postgres.Options
	// Dir holds the data of all others.
	Dir string
	// LendKafka is for tests, each of which may have a broker of its own; not where Kafka is a real one.
	LendKafka bool
	// Started, if set, is told of each server as it is ready; it is called by several goroutines.
	Started func(name, where string)
}

// Stack is the running servers.
type Stack struct {
	real       Real
	paymentURL string
	smsURL     string
	lenderURL  string
	sms        *sms.Carrier
	failed     chan error

	mu    sync.Mutex
	stops []func() error
}

// Start starts the servers side by side and returns when all are ready, or stops them all.
func Start(ctx context.Context, o Options) (*Stack, error) {
	if o.Started == nil {
		o.Started = func(string, string) {}
	}
	s := &Stack{real: o.Real, failed: make(chan error, 1)}
	starts := []func() error{
		func() error { return s.startPostgres(ctx, o) },
		func() error { return s.startMongo(o) },
		func() error { return s.startKafka(o) },
		func() error { return s.lendKafka(o) },
		func() error { return s.startRedis(o) },
		func() error { return s.startCard(o) },
		func() error { return s.startSMS(o) },
	}
	errs := make([]error, len(starts))
	var done sync.WaitGroup
	for i, start := range starts {
		done.Go(func() { errs[i] = start() })
	}
	done.Wait()
	if err := errors.Join(errs...); err != nil {
		return nil, errors.Join(err, s.Stop())
	}
	return s, nil
}

func (s *Stack) startPostgres(ctx context.Context, o Options) error {
	if s.real.DatabaseURL != "" {
		o.Started("postgres", "DATABASE_URL")
		return nil
	}
	server, err := postgres.Start(ctx, o.Postgres)
	if err != nil {
		return err
	}
	stopping := make(chan struct{})
	s.later(func() error { close(stopping); return server.Stop() })
	go func() {
		<-server.Exited()
		select {
		case <-stopping:
		default:
			s.failed <- errors.New("PostgreSQL has ended by itself; its log is in " + filepath.Join(o.Postgres.Data, "server.log"))
		}
	}()
	s.real.DatabaseURL = server.URL("postgres")
	o.Started("postgres", host(s.real.DatabaseURL))
	return nil
}

func (s *Stack) startMongo(o Options) error {
	if s.real.MongoURI != "" {
		o.Started("mongodb", "MONGODB_URI")
		return nil
	}
	server, err := mongo.Start(filepath.Join(o.Dir, "mongo"))
	if err != nil {
		return err
	}
	s.later(func() error { server.Stop(); return nil })
	s.real.MongoURI = server.URI("product")
	o.Started("mongodb", host(s.real.MongoURI))
	return nil
}

func (s *Stack) startKafka(o Options) error {
	if s.real.KafkaBrokers != "" {
		o.Started("kafka", "KAFKA_BROKERS")
		return nil
	}
	broker, err := kafka.Start(filepath.Join(o.Dir, "kafka"))
	if err != nil {
		return err
	}
	s.later(func() error { broker.Stop(); return nil })
	s.real.KafkaBrokers = broker.Address()
	o.Started("kafka", s.real.KafkaBrokers)
	return nil
}

func (s *Stack) lendKafka(o Options) (err error) {
	if !o.LendKafka || o.Real.KafkaBrokers != "" {
		return nil
	}
	lender := kafka.NewLender(filepath.Join(o.Dir, "lent"))
	s.lenderURL, err = s.serve(lender, func() error { lender.Stop(); return nil })
	return err
}

func (s *Stack) startRedis(o Options) error {
	if s.real.RedisURL != "" {
		o.Started("redis", "REDIS_URL")
		return nil
	}
	server, err := redis.Start()
	if err != nil {
		return err
	}
	s.later(func() error { server.Stop(); return nil })
	s.real.RedisURL = server.URL()
	o.Started("redis", host(s.real.RedisURL))
	return nil
}

func (s *Stack) startCard(o Options) error {
	network, err := card.Open(filepath.Join(o.Dir, "sandbox", "card.jsonl"))
	if err != nil {
		return err
	}
	if s.paymentURL, err = s.serve(network, network.Close); err != nil {
		return fmt.Errorf("card network: %w", err)
	}
	o.Started("card network", host(s.paymentURL))
	return nil
}

func (s *Stack) startSMS(o Options) error {
	carrier, err := sms.Open(filepath.Join(o.Dir, "sandbox", "sms.jsonl"))
	if err != nil {
		return err
	}
	s.sms = carrier
	if s.smsURL, err = s.serve(carrier, carrier.Close); err != nil {
		return fmt.Errorf("sms carrier: %w", err)
	}
	o.Started("sms carrier", host(s.smsURL))
	return nil
}

// serve listens on a free loopback port; closed is called before the server waits for its requests to end.
func (s *Stack) serve(handler http.Handler, closed func() error) (string, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", errors.Join(err, closed())
	}
	server := &http.Server{Handler: handler, ReadHeaderTimeout: 10 * time.Second}
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(listener) }()
	s.later(func() error {
		err := errors.Join(server.Close(), closed())
		if e := <-ended; !errors.Is(e, http.ErrServerClosed) {
			err = errors.Join(err, e)
		}
		return err
	})
	return "http://" + listener.Addr().String(), nil
}

func (s *Stack) later(stop func() error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.stops = append(s.stops, stop)
}

// Failed gives the error of a server that ended by itself.
func (s *Stack) Failed() <-chan error { return s.failed }

// SMS is the carrier's own page, for whoever wants to show it.
func (s *Stack) SMS() http.Handler { return s.sms }

// Servers are the addresses of the servers, started or real.
func (s *Stack) Servers() Real { return s.real }

// PaymentURL is the base URL of the card network.
func (s *Stack) PaymentURL() string { return s.paymentURL }

// SMSURL is the base URL of the SMS carrier.
func (s *Stack) SMSURL() string { return s.smsURL }

// Environment is what a process needs to use the servers.
func (s *Stack) Environment() []string {
	return []string{
		"DATABASE_URL=" + s.real.DatabaseURL,
		"MONGODB_URI=" + s.real.MongoURI,
		"KAFKA_BROKERS=" + s.real.KafkaBrokers,
		"REDIS_URL=" + s.real.RedisURL,
		"PAYMENT_URL=" + s.paymentURL,
		"SMS_URL=" + s.smsURL,
		"KAFKA_LENDER=" + s.lenderURL,
	}
}

// Stop ends what was started, side by side.
func (s *Stack) Stop() error {
	s.mu.Lock()
	stops := s.stops
	s.stops = nil
	s.mu.Unlock()
	errs := make([]error, len(stops))
	var done sync.WaitGroup
	for i, stop := range stops {
		done.Go(func() { errs[i] = stop() })
	}
	done.Wait()
	return errors.Join(errs...)
}

// Secret is a password for a cluster of one's own.
func Secret() string { return rand.Text() }

func host(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Host
}
