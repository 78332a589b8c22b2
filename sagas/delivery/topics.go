package delivery

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/segmentio/kafka-go"
)

// Partitions of a topic: how many of a service's replicas can hear it at the same time.
const Partitions = 4

// Compacted topics of the read side (design: snapshots).
const (
	TopicProducts = "catalogue.products"
	TopicStock    = "catalogue.stock"
	TopicOffers   = "store.offers"
)

// keepEvents is how long an event can be heard: for less long than the inbox knows what was handled.
const keepEvents = 7 * 24 * time.Hour

// CreateTopics makes the topics that are not there yet, each with its dead-letter topic, without which a reader
// could never pass over what it can't handle; the snapshot topics are made compacted. It waits for the broker
// until ctx ends.
func CreateTopics(ctx context.Context, brokers []string, topics ...string) error {
	var wanted []kafka.TopicConfig
	for _, topic := range topics {
		age := strconv.FormatInt(keepEvents.Milliseconds(), 10)
		kept := []kafka.ConfigEntry{{ConfigName: "retention.ms", ConfigValue: age}}
		if compacted(topic) {
			// What is gone is said for so long, for copies that were away or come back from a backup.
			kept = []kafka.ConfigEntry{{ConfigName: "cleanup.policy", ConfigValue: "compact"}, {ConfigName: "delete.retention.ms", ConfigValue: age}}
		}
		wanted = append(wanted,
			kafka.TopicConfig{Topic: topic, NumPartitions: Partitions, ReplicationFactor: -1, ConfigEntries: kept},
			// Dead letters wait for somebody to mend what they failed at, however long that takes.
			kafka.TopicConfig{Topic: topic + deadSuffix, NumPartitions: 1, ReplicationFactor: -1,
				ConfigEntries: []kafka.ConfigEntry{{ConfigName: "retention.ms", ConfigValue: "-1"}}})
	}
	client := &kafka.Client{Addr: kafka.TCP(brokers...), Timeout: 5 * time.Second}
	for {
		err := create(ctx, client, wanted)
		if err == nil || ctx.Err() != nil {
			return err
		}
		if temporary(err) {
			sleep(ctx, 500*time.Millisecond)
			continue
		}
		return fmt.Errorf("create topics: %w", err)
	}
}

func create(ctx context.Context, client *kafka.Client, wanted []kafka.TopicConfig) error {
	answer, err := client.CreateTopics(ctx, &kafka.CreateTopicsRequest{Topics: wanted})
	if err != nil {
		return err
	}
	for _, err := range answer.Errors {
		if err != nil && !errors.Is(err, kafka.TopicAlreadyExists) {
			return err
		}
	}
	return nil
}

func compacted(topic string) bool {
	return topic == TopicProducts || topic == TopicStock || topic == TopicOffers
}

// temporary tells whether the broker may answer otherwise later. A broker that can't be reached is expected
// to come.
func temporary(err error) bool {
	if e, ok := errors.AsType[kafka.Error](err); ok {
		return e.Temporary() || e == kafka.BrokerNotAvailable // none was reached
	}
	return true
}
