package delivery

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/segmentio/kafka-go"
)

// Tail reads a topic of snapshots in every replica, every partition, without a consumer group: Mark notes
// where the topic ends, the caller loads what there is from the stores, and Run reads on from the mark.
type Tail struct {
	brokers []string
	topic   string
	apply   func(ctx context.Context, key string, value []byte) error
	log     *slog.Logger
	from    map[int]int64
}

// NewTail makes a tail of topic. apply gets each message; a nil value is a tombstone. While what apply needs is
// away it is tried again; any other error is logged, and the message passed over: a later snapshot of the same
// thing repairs it.
func NewTail(brokers []string, topic string, log *slog.Logger, apply func(ctx context.Context, key string, value []byte) error) *Tail {
	return &Tail{brokers: brokers, topic: topic, apply: apply, log: log}
}

// Mark notes the end of each partition; it makes the topic if it is not there.
func (t *Tail) Mark(ctx context.Context) error { return t.mark(ctx, kafka.LastOffset) }

// FromStart makes Run read all that the topic still has: for a copy that is loaded from the topic alone.
func (t *Tail) FromStart(ctx context.Context) error { return t.mark(ctx, kafka.FirstOffset) }

func (t *Tail) mark(ctx context.Context, at int64) error {
	if err := CreateTopics(ctx, t.brokers, t.topic); err != nil {
		return err
	}
	client := &kafka.Client{Addr: kafka.TCP(t.brokers...), Timeout: 5 * time.Second}
	meta, err := client.Metadata(ctx, &kafka.MetadataRequest{Topics: []string{t.topic}})
	if err != nil {
		return fmt.Errorf("partitions of %s: %w", t.topic, err)
	}
	ask := map[string][]kafka.OffsetRequest{}
	for _, topic := range meta.Topics {
		for _, p := range topic.Partitions {
			request := kafka.LastOffsetOf(p.ID)
			if at == kafka.FirstOffset {
				request = kafka.FirstOffsetOf(p.ID)
			}
			ask[t.topic] = append(ask[t.topic], request)
		}
	}
	offsets, err := client.ListOffsets(ctx, &kafka.ListOffsetsRequest{Topics: ask})
	if err != nil {
		return fmt.Errorf("offsets of %s: %w", t.topic, err)
	}
	t.from = map[int]int64{}
	for _, p := range offsets.Topics[t.topic] {
		if p.Error != nil {
			return fmt.Errorf("offsets of %s: %w", t.topic, p.Error)
		}
		if t.from[p.Partition] = p.LastOffset; at == kafka.FirstOffset {
			t.from[p.Partition] = p.FirstOffset
		}
	}
	return nil
}

// RunFromStart reads all that the topic still has, and then on, until ctx ends; it waits for a broker that is
// not there yet.
func (t *Tail) RunFromStart(ctx context.Context) error {
	for ctx.Err() == nil {
		err := t.FromStart(ctx)
		if err == nil {
			return t.Run(ctx)
		}
		if ctx.Err() == nil {
			t.log.WarnContext(ctx, "topic not found; trying again", "topic", t.topic, "error", err)
			sleep(ctx, time.Second)
		}
	}
	return nil
}

// Run reads on from the mark until ctx ends.
func (t *Tail) Run(ctx context.Context) error {
	var reading sync.WaitGroup
	for number, offset := range t.from {
		reading.Go(func() { t.read(ctx, number, offset) })
	}
	reading.Wait()
	return nil
}

func (t *Tail) read(ctx context.Context, number int, offset int64) {
	in := kafka.NewReader(kafka.ReaderConfig{
		Brokers: t.brokers, Topic: t.topic, Partition: number,
		MinBytes: 1, MaxBytes: 8 << 20, MaxWait: 250 * time.Millisecond,
	})
	defer in.Close()
	if err := in.SetOffset(offset); err != nil {
		t.log.ErrorContext(ctx, "topic not read", "topic", t.topic, "partition", number, "error", err)
		return
	}
	for {
		m, err := in.ReadMessage(ctx)
		if ctx.Err() != nil {
			return
		}
		if err != nil {
			t.log.WarnContext(ctx, "kafka does not answer; trying again", "topic", t.topic, "error", err)
			sleep(ctx, time.Second)
			continue
		}
		err = t.apply(ctx, string(m.Key), m.Value)
		for err != nil && away(err) && ctx.Err() == nil {
			t.log.WarnContext(ctx, "snapshot waits for the outside", "topic", t.topic, "key", string(m.Key), "error", err)
			sleep(ctx, time.Second)
			err = t.apply(ctx, string(m.Key), m.Value)
		}
		if err != nil && ctx.Err() == nil {
			t.log.ErrorContext(ctx, "snapshot passed over", "topic", t.topic, "key", string(m.Key), "error", err)
		}
	}
}
