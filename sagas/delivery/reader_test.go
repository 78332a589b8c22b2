package delivery_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/blooming-blooms/bloom/internal/id"
	"github.com/blooming-blooms/bloom/internal/testenv"
	"github.com/blooming-blooms/bloom/sagas/delivery"
	"github.com/blooming-blooms/bloom/sagas/saga"
)

// reading runs a reader until the test, or stop, ends it.
func reading(t *testing.T, topic, group string, handle func(context.Context, saga.Envelope) error) (stop func()) {
	t.Helper()
	out := delivery.NewKafka(testenv.Brokers(t))
	r := delivery.Reader{Brokers: testenv.Brokers(t), Group: group, Topics: []string{topic}, Handle: handle, Dead: out, Log: slog.New(slog.DiscardHandler)}
	return until(t, r.Run, out)
}

// until runs work until the test, or stop, ends it; out is closed then.
func until(t *testing.T, work func(context.Context) error, out io.Closer) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	var running sync.WaitGroup
	running.Go(func() {
		if err := work(ctx); err != nil {
			t.Error(err)
		}
	})
	stop = sync.OnceFunc(func() {
		cancel()
		running.Wait()
		_ = out.Close()
	})
	t.Cleanup(stop)
	return stop
}

func write(t *testing.T, messages ...delivery.Message) {
	t.Helper()
	if err := delivery.CreateTopics(t.Context(), testenv.Brokers(t), messages[0].Topic); err != nil {
		t.Fatal(err)
	}
	out := delivery.NewKafka(testenv.Brokers(t))
	defer out.Close()
	if err := out.Write(t.Context(), messages...); err != nil {
		t.Fatal(err)
	}
}

func events(topic string, keys, each int) []delivery.Message {
	var all []delivery.Message
	for n := range each {
		for k := range keys {
			all = append(all, delivery.Message{Topic: topic, Key: fmt.Sprint("k", k), Value: fmt.Appendf(nil, "%d", n),
				Headers: map[string]string{"id": fmt.Sprintf("%s-%d-%d", topic, k, n), "name": "Said"}})
		}
	}
	return all
}

// eventually waits for a condition.
func eventually(t *testing.T, what string, met func() bool) {
	t.Helper()
	deadline := time.Now().Add(30 * time.Second)
	for !met() {
		if time.Now().After(deadline) {
			t.Fatalf("never: %s", what)
		}
		<-time.After(10 * time.Millisecond)
	}
}

func TestReaderKeepsOrderByKeyAndGoesOnWhereItStopped(t *testing.T) {
	topic := id.New("topic")
	var mu sync.Mutex
	heard := map[string][]string{}
	handle := func(_ context.Context, e saga.Envelope) error {
		mu.Lock()
		defer mu.Unlock()
		if !slices.Contains(heard[e.Key], string(e.Body)) {
			heard[e.Key] = append(heard[e.Key], string(e.Body))
		}
		return nil
	}
	count := func() (n int) {
		mu.Lock()
		defer mu.Unlock()
		for _, of := range heard {
			n += len(of)
		}
		return n
	}
	all := events(topic, 10, 40)
	write(t, all[:200]...)
	stop := reading(t, topic, topic, handle)
	eventually(t, "the first half is heard", func() bool { return count() == 200 })
	stop()
	write(t, all[200:]...)
	reading(t, topic, topic, handle)
	eventually(t, "the second half is heard", func() bool { return count() == 400 })
	for key, of := range heard {
		for n, body := range of {
			if body != fmt.Sprint(n) {
				t.Fatalf("%s: %v is out of order", key, of)
			}
		}
	}
}

func TestReaderBuriesWhatCannotBeHandledAndReplayBringsItBack(t *testing.T) {
	topic := id.New("topic")
	var mu sync.Mutex
	broken, tries, heard := true, 0, []string{}
	reading(t, topic, topic, func(_ context.Context, e saga.Envelope) error {
		mu.Lock()
		defer mu.Unlock()
		if broken && e.Key == "k1" {
			tries++
			return errors.New("this one can't be handled")
		}
		heard = append(heard, e.Key)
		return nil
	})
	write(t, events(topic, 3, 1)...)
	eventually(t, "the others are heard, and the broken one is given up", func() bool {
		mu.Lock()
		defer mu.Unlock()
		return len(heard) == 2 && tries == 8
	})
	mu.Lock()
	broken = false
	mu.Unlock()
	out := delivery.NewKafka(testenv.Brokers(t))
	defer out.Close()
	// The last try comes before the letter is written: replay may find none yet.
	eventually(t, "the letter is put back", func() bool {
		n, err := delivery.Replay(t.Context(), testenv.Brokers(t), topic, out)
		if err != nil || n > 1 {
			t.Fatalf("%d put back, %v", n, err)
		}
		return n == 1
	})
	eventually(t, "it is heard in the end", func() bool {
		mu.Lock()
		defer mu.Unlock()
		return slices.Contains(heard, "k1")
	})
}

func TestReaderSurvivesAPanic(t *testing.T) {
	topic := id.New("topic")
	var mu sync.Mutex
	thrown, heard := false, 0
	reading(t, topic, topic, func(_ context.Context, e saga.Envelope) error {
		mu.Lock()
		defer mu.Unlock()
		if !thrown {
			thrown = true
			panic("once")
		}
		heard++
		return nil
	})
	write(t, events(topic, 1, 1)...)
	eventually(t, "it is handled after the panic", func() bool {
		mu.Lock()
		defer mu.Unlock()
		return heard == 1
	})
}

func TestReaderPassesOverASnapshotThatCannotBeHandled(t *testing.T) {
	key := id.New("key") // one key, one lane: what follows is heard only if the first one is given up
	var mu sync.Mutex
	heard := 0
	write(t, delivery.Message{Topic: delivery.TopicStock, Key: key, Value: []byte("{")}, delivery.Message{Topic: delivery.TopicStock, Key: key, Value: []byte("{}")})
	reading(t, delivery.TopicStock, key, func(_ context.Context, e saga.Envelope) error {
		if e.Key != key {
			return nil
		}
		var into map[string]any
		if err := json.Unmarshal(e.Body, &into); err != nil {
			return err
		}
		mu.Lock()
		defer mu.Unlock()
		heard++
		return nil
	})
	eventually(t, "the next one is heard", func() bool {
		mu.Lock()
		defer mu.Unlock()
		return heard == 1
	})
}

func TestReplayPutsEachLetterBackOnce(t *testing.T) {
	topic := id.New("topic")
	reading(t, topic, topic, func(_ context.Context, e saga.Envelope) error {
		return json.Unmarshal([]byte("{"), new(map[string]any)) // comes back at once, each time
	})
	write(t, events(topic, 3, 1)...)
	out := delivery.NewKafka(testenv.Brokers(t))
	defer out.Close()
	put := 0
	eventually(t, "three letters are put back", func() bool {
		n, err := delivery.Replay(t.Context(), testenv.Brokers(t), topic, out)
		if err != nil || n > 3 {
			t.Fatalf("%d put back, %v", n, err)
		}
		put += n
		return put >= 3
	})
}

// Two readers of a group, one of which comes later and one of which goes: partitions move with messages still
// in the lanes.
func TestReadersThatComeAndGoLoseNothingAndKeepOrder(t *testing.T) {
	topic := id.New("topic")
	var mu sync.Mutex
	heard := map[string][]string{}
	handle := func(ctx context.Context, e saga.Envelope) error {
		select {
		case <-time.After(5 * time.Millisecond): // so that some are under way whenever a partition moves
		case <-ctx.Done():
			return ctx.Err()
		}
		mu.Lock()
		defer mu.Unlock()
		if !slices.Contains(heard[e.Key], string(e.Body)) { // as the inbox does
			heard[e.Key] = append(heard[e.Key], string(e.Body))
		}
		return nil
	}
	count := func() (n int) {
		mu.Lock()
		defer mu.Unlock()
		for _, of := range heard {
			n += len(of)
		}
		return n
	}
	const keys, each = 24, 100
	write(t, events(topic, keys, each)...)
	stopFirst := reading(t, topic, topic, handle)
	eventually(t, "the first reader is at work", func() bool { return count() > keys })
	reading(t, topic, topic, handle)
	before := count()
	eventually(t, "they are further", func() bool { return count() > before+keys*each/4 })
	stopFirst()
	eventually(t, "everything is heard", func() bool { return count() == keys*each })
	for key, of := range heard {
		for n, body := range of {
			if body != fmt.Sprint(n) {
				t.Fatalf("%s: %v is out of order", key, of)
			}
		}
	}
}
