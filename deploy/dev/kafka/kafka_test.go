package kafka

import (
	"context"
	"testing"
	"time"

	client "github.com/segmentio/kafka-go"
)

func TestLogAndOffsetsSurvive(t *testing.T) {
	dir := t.TempDir()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	t.Cleanup(cancel)

	broker := start(t, dir)
	if _, err := (&client.Client{Addr: client.TCP(broker.Address())}).CreateTopics(ctx, &client.CreateTopicsRequest{
		Topics: []client.TopicConfig{{Topic: "checkout", NumPartitions: 1, ReplicationFactor: 1}},
	}); err != nil {
		t.Fatal(err)
	}
	writer := &client.Writer{Addr: client.TCP(broker.Address()), Topic: "checkout", BatchTimeout: time.Millisecond}
	if err := writer.WriteMessages(ctx, client.Message{Value: []byte("first")}, client.Message{Value: []byte("second")}); err != nil {
		t.Fatal(err)
	}
	if err := writer.Close(); err != nil {
		t.Fatal(err)
	}
	expect(t, ctx, broker, "first")
	broker.Stop()

	broker = start(t, dir)
	t.Cleanup(broker.Stop)
	expect(t, ctx, broker, "second")
}

func start(t *testing.T, dir string) *Broker {
	t.Helper()
	broker, err := Start(dir)
	if err != nil {
		t.Fatal(err)
	}
	return broker
}

// expect reads the group's next message and commits it.
func expect(t *testing.T, ctx context.Context, broker *Broker, value string) {
	t.Helper()
	reader := client.NewReader(client.ReaderConfig{Brokers: []string{broker.Address()}, Topic: "checkout",
		GroupID: "order", StartOffset: client.FirstOffset, MinBytes: 1, MaxBytes: 1e6, MaxWait: 250 * time.Millisecond})
	defer reader.Close()
	got, err := reader.FetchMessage(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if string(got.Value) != value {
		t.Errorf("read %q, not %q", got.Value, value)
	}
	if err := reader.CommitMessages(ctx, got); err != nil {
		t.Fatal(err)
	}
}
