package delivery

import (
	"context"
	"fmt"
	"time"

	"github.com/segmentio/kafka-go"

	"github.com/blooming-blooms/bloom/sagas/saga"
)

// Message is something to write to a topic.
type Message struct {
	Topic, Key string
	Value      []byte
	Headers    map[string]string
}

// Writer writes messages in their order; when it returns nil, every replica of the broker has them.
type Writer interface {
	Write(ctx context.Context, messages ...Message) error
}

// Kafka is the Writer over segmentio/kafka-go.
type Kafka struct{ w *kafka.Writer }

// NewKafka makes a writer. A Kafka writer waits its whole BatchTimeout for a batch that is not full, so it is
// short: whatever is written together is given to it together.
func NewKafka(brokers []string) *Kafka {
	return &Kafka{&kafka.Writer{
		Addr:                   kafka.TCP(brokers...),
		Balancer:               &kafka.Hash{},
		RequiredAcks:           kafka.RequireAll,
		BatchTimeout:           time.Millisecond,
		BatchSize:              500,
		MaxAttempts:            3,
		WriteTimeout:           5 * time.Second,
		AllowAutoTopicCreation: false,
	}}
}

// Write writes all of them, or returns an error; some may have been written then.
func (k *Kafka) Write(ctx context.Context, messages ...Message) error {
	batch := make([]kafka.Message, len(messages))
	for i, m := range messages {
		batch[i] = kafka.Message{Topic: m.Topic, Key: []byte(m.Key), Value: m.Value}
		for name, value := range m.Headers {
			batch[i].Headers = append(batch[i].Headers, kafka.Header{Key: name, Value: []byte(value)})
		}
	}
	if err := k.w.WriteMessages(ctx, batch...); err != nil {
		return fmt.Errorf("write to kafka: %w", err)
	}
	return nil
}

// Close gives up the connections.
func (k *Kafka) Close() error { return k.w.Close() }

// Headers of an event's message.
const (
	headerID    = "id"
	headerName  = "name"
	headerTrace = "traceparent"
	headerError = "error"
)

func message(e saga.Envelope) Message {
	h := map[string]string{headerID: e.ID, headerName: e.Name}
	if e.Trace != "" {
		h[headerTrace] = e.Trace
	}
	return Message{Topic: e.Topic, Key: e.Key, Value: e.Body, Headers: h}
}

func envelope(m kafka.Message) saga.Envelope {
	e := saga.Envelope{Topic: m.Topic, Key: string(m.Key), Body: m.Value}
	for _, h := range m.Headers {
		switch h.Key {
		case headerID:
			e.ID = string(h.Value)
		case headerName:
			e.Name = string(h.Value)
		case headerTrace:
			e.Trace = string(h.Value)
		}
	}
	return e
}
