package kafka

import (
	"context"
	"fmt"
	"net"
	"testing"
	"time"

	client "github.com/segmentio/kafka-go"
	"github.com/twmb/franz-go/pkg/kmsg"
)

// TestAMemberThatDiesWhileItJoinsLosesItsPartitions is what a service that is killed twice in a row runs into.
func TestAMemberThatDiesWhileItJoinsLosesItsPartitions(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 40*time.Second)
	t.Cleanup(cancel)
	broker := start(t, t.TempDir())
	t.Cleanup(broker.Stop)
	api := &client.Client{Addr: client.TCP(broker.Address())}
	if _, err := api.CreateTopics(ctx, &client.CreateTopicsRequest{
		Topics: []client.TopicConfig{{Topic: "checkout", NumPartitions: 4, ReplicationFactor: 1}}}); err != nil {
		t.Fatal(err)
	}
	reader := client.NewReader(client.ReaderConfig{Brokers: []string{broker.Address()}, Topic: "checkout", GroupID: "order",
		StartOffset: client.FirstOffset, MinBytes: 1, MaxBytes: 1e6, MaxWait: 250 * time.Millisecond,
		SessionTimeout: 6 * time.Second, HeartbeatInterval: time.Second, RebalanceTimeout: 5 * time.Second, JoinGroupBackoff: 200 * time.Millisecond})
	t.Cleanup(func() { _ = reader.Close() })
	writer := &client.Writer{Addr: client.TCP(broker.Address()), Topic: "checkout", BatchTimeout: time.Millisecond, Balancer: &client.RoundRobin{}}
	t.Cleanup(func() { _ = writer.Close() })

	round := func(name string) {
		t.Helper()
		missing := map[string]bool{}
		for i := range 8 {
			value := fmt.Sprint(name, i)
			missing[value] = true
			if err := writer.WriteMessages(ctx, client.Message{Value: []byte(value)}); err != nil {
				t.Fatal(err)
			}
		}
		for len(missing) > 0 {
			m, err := reader.ReadMessage(ctx)
			if err != nil {
				t.Fatalf("%s: %d of 8 are not read: %v", name, len(missing), err)
			}
			delete(missing, string(m.Value))
		}
	}
	round("before")

	joinAndDie(t, broker.Address())
	// The reader goes on by itself: a fetch joins again once the group is settling.
	for settled := false; !settled; {
		groups, err := api.DescribeGroups(ctx, &client.DescribeGroupsRequest{GroupIDs: []string{"order"}})
		if err != nil {
			t.Fatal(err)
		}
		g := groups.Groups[0]
		settled = g.GroupState == "Stable" && len(g.Members) == 2
		select {
		case <-ctx.Done():
			t.Fatalf("the group never settles with the ghost in it: %s, %d members", g.GroupState, len(g.Members))
		case <-time.After(20 * time.Millisecond):
		}
	}
	round("after")
}

// joinAndDie asks to join the group, and is gone before the answer comes: the group waits for the reader.
func joinAndDie(t *testing.T, address string) {
	t.Helper()
	metadata := kmsg.NewConsumerMemberMetadata()
	metadata.Topics = []string{"checkout"}
	protocol := kmsg.NewJoinGroupRequestProtocol()
	protocol.Name, protocol.Metadata = "range", metadata.AppendTo(nil)
	join := kmsg.NewPtrJoinGroupRequest()
	join.Version = 2 // those of before version 4 are let in without a number of their own
	join.Group, join.SessionTimeoutMillis, join.RebalanceTimeoutMillis, join.ProtocolType = "order", 6000, 5000, "consumer"
	join.Protocols = []kmsg.JoinGroupRequestProtocol{protocol}
	connection, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := connection.Write(kmsg.NewRequestFormatter().AppendRequest(nil, join, 1)); err != nil {
		t.Fatal(err)
	}
	api := &client.Client{Addr: client.TCP(address)}
	for joining := false; !joining; {
		groups, err := api.DescribeGroups(t.Context(), &client.DescribeGroupsRequest{GroupIDs: []string{"order"}})
		if err != nil {
			t.Fatal(err)
		}
		joining = len(groups.Groups[0].Members) == 2
	}
	if err := connection.Close(); err != nil {
		t.Fatal(err)
	}
}
