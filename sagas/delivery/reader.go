package delivery

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"log/slog"
	"net"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/segmentio/kafka-go"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/trace"

	"github.com/blooming-blooms/bloom/internal/telemetry"
	"github.com/blooming-blooms/bloom/sagas/saga"
)

const (
	// lanes work at the same time; messages with one key share a lane, and so stay in order.
	lanes = 8
	// laneDepth bounds what was fetched and waits.
	laneDepth = 32
	// attempts that a message gets which fails by itself. While the outside is away it gets as many as it takes.
	attempts = 8
	// patience is how long one try may take, of a step as of publishing: a server that is there but does not
	// answer must not hold up a lane, a lock or a connection for good.
	patience = 30 * time.Second
	// deadSuffix makes a topic's dead-letter topic.
	deadSuffix = ".dead"
)

// Reader hears the topics that a service's steps name, as one of its consumer group.
type Reader struct {
	Brokers []string
	// Group is the service's name: each event is handled by one of its replicas.
	Group  string
	Topics []string
	Handle func(ctx context.Context, heard saga.Envelope) error
	// Dead takes what can't be handled.
	Dead Writer
	Log  *slog.Logger

	undoes func(heard saga.Envelope) bool
}

// Hearing makes the reader of a service that performs these steps.
func Hearing[T any](brokers []string, service string, store saga.Store[T], steps []saga.Handler[T], dead Writer, log *slog.Logger) *Reader {
	return &Reader{
		Brokers: brokers, Group: service, Topics: saga.Topics(steps), Dead: dead, Log: log,
		Handle: func(ctx context.Context, heard saga.Envelope) error { return saga.Handle(ctx, store, steps, heard) },
		undoes: func(heard saga.Envelope) bool { return saga.Undoes(steps, heard) },
	}
}

// Run hears until ctx ends.
func (r *Reader) Run(ctx context.Context) error {
	if err := CreateTopics(ctx, r.Brokers, r.Topics...); err != nil {
		return err
	}
	in := kafka.NewReader(kafka.ReaderConfig{
		Brokers:               r.Brokers,
		GroupID:               r.Group,
		GroupTopics:           r.Topics,
		MinBytes:              1,
		MaxBytes:              4 << 20,
		MaxWait:               250 * time.Millisecond,
		SessionTimeout:        6 * time.Second,
		HeartbeatInterval:     time.Second,
		RebalanceTimeout:      5 * time.Second,
		JoinGroupBackoff:      200 * time.Millisecond,
		StartOffset:           kafka.FirstOffset,
		WatchPartitionChanges: true,
		QueueCapacity:         laneDepth,
	})
	defer in.Close()

	done := newProgress()
	var working sync.WaitGroup
	lane := make([]chan kafka.Message, lanes)
	for i := range lane {
		lane[i] = make(chan kafka.Message, laneDepth)
		working.Go(func() {
			for m := range lane[i] {
				if r.handle(ctx, m) {
					done.finish(m)
				}
			}
		})
	}
	working.Go(func() { r.commit(ctx, in, done) })
	defer working.Wait()
	defer func() {
		for _, c := range lane {
			close(c)
		}
	}()

	for {
		m, err := in.FetchMessage(ctx)
		if ctx.Err() != nil {
			return nil
		}
		if err != nil {
			r.Log.WarnContext(ctx, "kafka does not answer; trying again", "error", err)
			sleep(ctx, time.Second)
			continue
		}
		done.start(m)
		h := fnv.New32a()
		_, _ = h.Write(m.Key)
		select {
		case lane[h.Sum32()%lanes] <- m:
		case <-ctx.Done():
			return nil
		}
	}
}

// commit tells Kafka how far everything is handled, a few times a second: what is committed late is only
// heard twice after a crash.
func (r *Reader) commit(ctx context.Context, in *kafka.Reader, done *progress) {
	tick := time.NewTicker(100 * time.Millisecond)
	defer tick.Stop()
	for ctx.Err() == nil {
		select {
		case <-tick.C:
		case <-ctx.Done():
		}
		if upTo := done.take(); len(upTo) > 0 {
			last, cancel := context.WithTimeout(context.WithoutCancel(ctx), 2*time.Second)
			if err := in.CommitMessages(last, upTo...); err != nil {
				r.Log.WarnContext(ctx, "offsets not committed", "error", err)
			}
			cancel()
		}
	}
}

// handle handles a message until it is done, dead or ctx ends; true if it need not be heard again.
func (r *Reader) handle(ctx context.Context, m kafka.Message) bool {
	heard := envelope(m)
	pause := 50 * time.Millisecond
	for attempt := 1; ; {
		err := r.try(ctx, heard)
		switch {
		case ctx.Err() != nil:
			return err == nil
		case err == nil:
			return true
		case away(err):
			r.Log.WarnContext(ctx, "step waits for the outside", "event", heard.Name, "key", heard.Key, "error", err)
		case attempt == attempts || undecodable(err):
			return r.bury(ctx, m, err)
		default:
			attempt++
			r.Log.WarnContext(ctx, "step failed; trying again", "event", heard.Name, "key", heard.Key, "error", err)
		}
		sleep(ctx, pause)
		pause = min(2*pause, 5*time.Second)
	}
}

func (r *Reader) try(ctx context.Context, heard saga.Envelope) error {
	ctx, cancel := context.WithTimeout(telemetry.Continued(ctx, heard.Trace), patience)
	defer cancel()
	ctx, span := telemetry.Span(ctx, "hear "+heard.Name, trace.WithSpanKind(trace.SpanKindConsumer), trace.WithAttributes(
		attribute.String("messaging.destination.name", heard.Topic), attribute.String("messaging.consumer.group.name", r.Group)))
	defer span.End()
	err := unpanicked(func() error { return r.Handle(ctx, heard) })
	telemetry.Failed(span, err)
	return err
}

// unpanicked makes an error of a panic: one message must not end the process that all others need.
func unpanicked(work func() error) (err error) {
	defer func() {
		if thrown := recover(); thrown != nil {
			err = fmt.Errorf("panic: %v\n%s", thrown, debug.Stack())
		}
	}()
	return work()
}

// bury moves a message to the dead-letter topic, with its error.
func (r *Reader) bury(ctx context.Context, m kafka.Message, cause error) bool {
	dead := message(envelope(m))
	dead.Topic += deadSuffix
	dead.Headers[headerError] = cause.Error()
	for {
		err := r.Dead.Write(ctx, dead)
		if err == nil {
			if r.undoes != nil && r.undoes(envelope(m)) {
				r.Log.ErrorContext(ctx, "ALARM: what was done for an order could not be undone", "event", dead.Headers[headerName], "key", dead.Key)
			}
			r.Log.ErrorContext(ctx, "event moved to the dead-letter topic", "topic", dead.Topic, "event", dead.Headers[headerName], "key", dead.Key, "error", cause)
			return true
		}
		if ctx.Err() != nil {
			return false
		}
		r.Log.WarnContext(ctx, "dead letter not written; trying again", "error", err)
		sleep(ctx, time.Second)
	}
}

// undecodable errors do not get better by trying again.
func undecodable(err error) bool {
	if _, ok := errors.AsType[*json.SyntaxError](err); ok {
		return true
	}
	_, ok := errors.AsType[*json.UnmarshalTypeError](err)
	return ok
}

// elsewhere are the errors of PostgreSQL that are nobody's fault, by class or code: connection, serialisation
// and deadlock, resources, operator intervention, disk; a server that has become a replica, a transaction that
// was idle for too long, a lock that was not to be had.
var elsewhere = []string{"08", "40", "53", "57", "58", "25006", "25P03", "55P03"}

// away tells whether something that the step needs is not there now, which is not the message's fault.
func away(err error) bool {
	// Whatever the server says to a connection, also that it does not know the password, it says to all.
	if _, ok := errors.AsType[*pgconn.ConnectError](err); ok {
		return true
	}
	if e, ok := errors.AsType[*pgconn.PgError](err); ok {
		return slices.ContainsFunc(elsewhere, func(code string) bool { return strings.HasPrefix(e.Code, code) })
	}
	if _, ok := errors.AsType[net.Error](err); ok {
		return true
	}
	// A server that is killed ends its connections in the middle of an answer.
	return pgconn.SafeToRetry(err) || errors.Is(err, context.DeadlineExceeded) || errors.Is(err, net.ErrClosed) || errors.Is(err, io.ErrUnexpectedEOF)
}

func sleep(ctx context.Context, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
	case <-ctx.Done():
	}
}
