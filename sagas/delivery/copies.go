package delivery

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/segmentio/kafka-go"

	"github.com/blooming-blooms/bloom/sagas/saga"
)

const (
	// copyBatch is how many snapshots one transaction takes over, where so many wait.
	copyBatch = 200
	// copyAtOnce bounds the transactions of a replica, so that a database that is filled still has connections
	// for the rest of its service.
	copyAtOnce = 4
	// together is how long a batch waits for a message that the broker says is there.
	together = 50 * time.Millisecond
	// recount is how often a topic is looked at for partitions that are new, or were not found.
	recount = 30 * time.Second
)

// errMoved says that another replica has copied these messages.
var errMoved = errors.New("copied by another replica")

// Copies keeps copies of what others publish, from their topics of snapshots. How far each partition is copied
// is a row of the same database, which moves in the transaction that takes the snapshots over. So a database that is new,
// or was restored from a backup, reads on from where it stands itself; a consumer group would know only how
// far some database once was. Every replica reads: who moves the row has copied, and the others skip that.
type Copies[T any] struct {
	Brokers []string
	Topics  []string
	Store   *Postgres[T]
	// Keep takes one snapshot over; an empty body says that the thing is gone. What it is given twice, or in an
	// older version, must change nothing: a topic can be read again.
	Keep func(ctx context.Context, repositories T, heard saga.Envelope) error
	// Dead takes what can't be kept.
	Dead Writer
	Log  *slog.Logger
}

// Run copies until ctx ends.
func (c *Copies[T]) Run(ctx context.Context) error {
	if err := CreateTopics(ctx, c.Brokers, c.Topics...); err != nil {
		return err
	}
	var reading sync.WaitGroup
	defer reading.Wait()
	free := make(chan struct{}, copyAtOnce)
	known := map[partition]bool{}
	for ctx.Err() == nil {
		cluster, all, err := c.partitions(ctx)
		pause := recount
		if err != nil && ctx.Err() == nil {
			c.Log.WarnContext(ctx, "partitions not found; trying again", "error", err)
			pause = time.Second
		}
		for _, p := range all {
			if !known[p] {
				known[p] = true
				reading.Go(func() { (&copying[T]{c, cluster, p, free}).run(ctx) })
			}
		}
		sleep(ctx, pause)
	}
	return nil
}

func (c *Copies[T]) partitions(ctx context.Context) (cluster string, all []partition, err error) {
	client := &kafka.Client{Addr: kafka.TCP(c.Brokers...), Timeout: 5 * time.Second}
	meta, err := client.Metadata(ctx, &kafka.MetadataRequest{Topics: c.Topics})
	if err != nil {
		return "", nil, fmt.Errorf("partitions: %w", err)
	}
	for _, topic := range meta.Topics {
		if topic.Error != nil {
			return "", nil, fmt.Errorf("partitions of %s: %w", topic.Name, topic.Error)
		}
		for _, p := range topic.Partitions {
			all = append(all, partition{topic.Name, p.ID})
		}
	}
	return meta.ClusterID, all, nil
}

// copying is the copying of one partition. The cluster is part of its name: the offsets of one Kafka say nothing
// of another that took its place.
type copying[T any] struct {
	*Copies[T]
	cluster string
	of      partition
	free    chan struct{}
}

func (c *copying[T]) run(ctx context.Context) {
	in := kafka.NewReader(kafka.ReaderConfig{
		Brokers: c.Brokers, Topic: c.of.topic, Partition: c.of.number,
		MinBytes: 1, MaxBytes: 8 << 20, MaxWait: 250 * time.Millisecond, QueueCapacity: copyBatch,
		OffsetOutOfRangeError: true, // else it waits in silence for a topic that was made anew to become as long
	})
	defer in.Close()
	for ctx.Err() == nil {
		next, err := c.position(ctx)
		if err == nil {
			err = in.SetOffset(next)
		}
		for err == nil {
			next, err = c.batch(ctx, in, next)
		}
		if ctx.Err() != nil {
			return
		}
		c.Log.WarnContext(ctx, "snapshots not copied; trying again", "topic", c.of.topic, "partition", c.of.number, "error", err)
		sleep(ctx, time.Second)
	}
}

// position is the offset at which to read on: the start, in a database that has copied nothing yet, and where
// the topic is shorter than it was.
func (c *copying[T]) position(ctx context.Context) (next int64, err error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	_, err = c.Store.pool.Exec(ctx, "INSERT INTO copied (cluster, topic, partition, next) VALUES ($1, $2, $3, 0) ON CONFLICT DO NOTHING",
		c.cluster, c.of.topic, c.of.number)
	if err == nil {
		next, err = c.stands(ctx)
	}
	if err != nil {
		return 0, err
	}
	// The end is asked for after that: before it, another replica could have copied what came in between.
	client := &kafka.Client{Addr: kafka.TCP(c.Brokers...), Timeout: 5 * time.Second}
	answer, err := client.ListOffsets(ctx, &kafka.ListOffsetsRequest{Topics: map[string][]kafka.OffsetRequest{
		c.of.topic: {kafka.LastOffsetOf(c.of.number)}}})
	if err != nil {
		return 0, fmt.Errorf("end of the partition: %w", err)
	}
	end := answer.Topics[c.of.topic]
	if len(end) != 1 {
		return 0, fmt.Errorf("end of the partition: %d answers", len(end))
	}
	if end[0].Error != nil {
		return 0, fmt.Errorf("end of the partition: %w", end[0].Error)
	}
	if next <= end[0].LastOffset {
		return next, nil
	}
	_, err = c.Store.pool.Exec(ctx, "UPDATE copied SET next = 0 WHERE cluster = $1 AND topic = $2 AND partition = $3 AND next = $4",
		c.cluster, c.of.topic, c.of.number, next)
	if err != nil {
		return 0, fmt.Errorf("begin the copy anew: %w", err)
	}
	return c.stands(ctx)
}

// stands is how far the database has copied.
func (c *copying[T]) stands(ctx context.Context) (next int64, err error) {
	err = c.Store.pool.QueryRow(ctx, "SELECT next FROM copied WHERE cluster = $1 AND topic = $2 AND partition = $3",
		c.cluster, c.of.topic, c.of.number).Scan(&next)
	if err != nil {
		return 0, fmt.Errorf("how far it is copied: %w", err)
	}
	return next, nil
}

// batch copies what there is from an offset on, and tells where to read on.
func (c *copying[T]) batch(ctx context.Context, in *kafka.Reader, from int64) (next int64, err error) {
	m, err := in.FetchMessage(ctx)
	if err != nil || m.Offset < from {
		return from, err // another replica has been so far
	}
	batch := []kafka.Message{m}
	for len(batch) < copyBatch && m.Offset+1 < m.HighWaterMark {
		soon, cancel := context.WithTimeout(ctx, together)
		m, err = in.FetchMessage(soon)
		cancel()
		if err != nil {
			break // an error that lasts comes again, when there is nothing else to do
		}
		batch = append(batch, m)
	}
	select {
	case c.free <- struct{}{}:
		defer func() { <-c.free }()
	case <-ctx.Done():
		return from, ctx.Err()
	}
	for alone := len(batch) == 1; len(batch) > 0; {
		done := len(batch)
		if alone {
			done = 1
		}
		next := batch[done-1].Offset + 1
		if alone {
			err = c.alone(ctx, from, batch[0])
		} else {
			err = unpanicked(func() error { return c.keep(ctx, from, next, batch...) })
		}
		switch {
		case err == nil:
			from, batch = next, batch[done:]
		case errors.Is(err, errMoved):
			// What it has copied is left out; the rest of what was read is still to be copied.
			if from, err = c.moved(ctx, from); err != nil {
				return 0, err
			}
			for len(batch) > 0 && batch[0].Offset < from {
				batch = batch[1:]
			}
		case alone:
			return 0, err
		default:
			alone = true
		}
	}
	return from, nil
}

// moved is how far another replica has come; an error if that is back, as after a restore, so that it is read again.
func (c *copying[T]) moved(ctx context.Context, from int64) (int64, error) {
	next, err := c.stands(ctx)
	if err == nil && next <= from {
		err = fmt.Errorf("the copy stands at %d now, stood at %d", next, from)
	}
	return next, err
}

// alone copies one message as a Reader handles it: it waits for what is away, and buries what can't be kept.
func (c *copying[T]) alone(ctx context.Context, from int64, m kafka.Message) error {
	var kept, moved bool
	r := Reader{Group: "copies", Dead: c.Dead, Log: c.Log, Handle: func(ctx context.Context, _ saga.Envelope) error {
		err := c.keep(ctx, from, m.Offset+1, m)
		kept, moved = err == nil, errors.Is(err, errMoved)
		if moved {
			return nil
		}
		return err
	}}
	switch done := r.handle(ctx, m); {
	case moved:
		return errMoved
	case done && !kept: // it is buried
		return c.keep(ctx, from, m.Offset+1)
	case !done:
		return ctx.Err()
	}
	return nil
}

// keep takes messages over and moves from one offset to the next, both or neither.
func (c *copying[T]) keep(ctx context.Context, from, next int64, messages ...kafka.Message) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	var bound T
	err := pgx.BeginFunc(ctx, c.Store.pool, func(tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, "UPDATE copied SET next = $5 WHERE cluster = $1 AND topic = $2 AND partition = $3 AND next = $4",
			c.cluster, c.of.topic, c.of.number, from, next)
		if err != nil {
			return fmt.Errorf("note how far it is copied: %w", err)
		}
		if tag.RowsAffected() == 0 {
			return errMoved
		}
		bound = c.Store.bind(tx)
		for _, m := range messages {
			if err := c.Keep(ctx, bound, envelope(m)); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil && c.Store.committed != nil {
		c.Store.committed(ctx, bound)
	}
	return err
}
