package delivery

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/segmentio/kafka-go"
)

// quiet is how long a dead-letter topic has to be silent to be taken as read to its end.
const quiet = 3 * time.Second

// Replay puts what is in a topic's dead-letter topic back into the topic, each letter once, and tells how
// many there were. Whoever has handled one already drops it by its id. A letter that comes back meanwhile is
// left for the next time: else one that still can't be handled would go round and round.
func Replay(ctx context.Context, brokers []string, topic string, out Writer) (int, error) {
	end, err := endOf(ctx, brokers, topic+deadSuffix)
	if err != nil {
		return 0, err
	}
	in := kafka.NewReader(kafka.ReaderConfig{
		Brokers: brokers, GroupID: "replay." + topic, Topic: topic + deadSuffix, StartOffset: kafka.FirstOffset,
		MinBytes: 1, MaxBytes: 4 << 20, MaxWait: 250 * time.Millisecond,
	})
	defer in.Close()
	for n := 0; ; n++ {
		// Joining the group takes a while; after the first letter silence means the end.
		patience := quiet
		if n == 0 {
			patience = 5 * quiet
		}
		waiting, cancel := context.WithTimeout(ctx, patience)
		dead, err := in.FetchMessage(waiting)
		cancel()
		if errors.Is(err, context.DeadlineExceeded) && ctx.Err() == nil {
			return n, nil
		}
		if err != nil {
			return n, fmt.Errorf("read %s: %w", topic+deadSuffix, err)
		}
		if dead.Offset >= end {
			return n, nil
		}
		again := message(envelope(dead))
		again.Topic = strings.TrimSuffix(dead.Topic, deadSuffix)
		if err := out.Write(ctx, again); err != nil {
			return n, err
		}
		if err := in.CommitMessages(ctx, dead); err != nil {
			return n, fmt.Errorf("note what was put back: %w", err)
		}
	}
}

// endOf is the offset that the next message of a dead-letter topic will have; such a topic has one partition.
func endOf(ctx context.Context, brokers []string, topic string) (int64, error) {
	client := &kafka.Client{Addr: kafka.TCP(brokers...), Timeout: 5 * time.Second}
	answer, err := client.ListOffsets(ctx, &kafka.ListOffsetsRequest{Topics: map[string][]kafka.OffsetRequest{topic: {kafka.LastOffsetOf(0)}}})
	if err != nil {
		return 0, fmt.Errorf("end of %s: %w", topic, err)
	}
	of := answer.Topics[topic]
	if len(of) != 1 {
		return 0, fmt.Errorf("end of %s: %d answers", topic, len(of))
	}
	if err := of[0].Error; err != nil {
		return 0, fmt.Errorf("end of %s: %w", topic, err)
	}
	return of[0].LastOffset, nil
}
