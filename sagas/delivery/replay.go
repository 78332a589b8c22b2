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
// many there were. Whoever has handled one already drops it by its id.
func Replay(ctx context.Context, brokers []string, topic string, out Writer) (int, error) {
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
