// Package kafka runs a Kafka-compatible broker in this process: kfake, with its log on disk.
package kafka

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/twmb/franz-go/pkg/kfake"
)

// Partitions that a topic gets unless its maker asks for a number.
const Partitions = 4

// Broker is a running broker.
type Broker struct {
	cluster *kfake.Cluster
	stop    context.CancelFunc
}

// Start runs a broker on a free loopback port with its topics and committed offsets in dir, where the next
// one finds them.
func Start(dir string) (*Broker, error) {
	cluster, err := kfake.NewCluster(
		kfake.NumBrokers(1),
		kfake.DefaultNumPartitions(Partitions),
		// As Kafka does unless told otherwise.
		kfake.AllowAutoTopicCreation(),
		// Below Kafka's usual 6 s, so that the partitions of a consumer that was killed soon go to another.
		kfake.GroupMinSessionTimeout(time.Second),
		kfake.DataDir(dir),
	)
	if err != nil {
		return nil, fmt.Errorf("start the broker: %w", err)
	}
	ctx, stop := context.WithCancel(context.Background())
	b := &Broker{cluster, stop}
	go watch(cluster).dismiss(ctx, b.Address())
	return b, nil
}

// Address is for KAFKA_BROKERS.
func (b *Broker) Address() string { return strings.Join(b.cluster.ListenAddrs(), ",") }

// Stop ends the broker; what was written stays in its folder.
func (b *Broker) Stop() {
	b.stop()
	b.cluster.Close()
}
