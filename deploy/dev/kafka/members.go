package kafka

import (
	"context"
	"sync"
	"time"

	"github.com/segmentio/kafka-go"
	"github.com/twmb/franz-go/pkg/kfake"
	"github.com/twmb/franz-go/pkg/kmsg"
)

const (
	// silence is how long a member of a settled group may say nothing: longer than any session of ours.
	silence = 8 * time.Second
	look    = time.Second
)

// members makes dead members leave their groups. kfake gives a member a session only once its answer to a
// join was delivered: one that was killed while it was joining would keep its partitions for ever.
type members struct {
	mu   sync.Mutex
	seen map[member]time.Time
}

type member struct{ group, id string }

// watch notes what members say to the cluster.
func watch(cluster *kfake.Cluster) *members {
	m := &members{seen: map[member]time.Time{}}
	for _, key := range []kmsg.Key{kmsg.JoinGroup, kmsg.SyncGroup, kmsg.Heartbeat, kmsg.OffsetCommit} {
		cluster.ControlKey(int16(key), func(r kmsg.Request) (kmsg.Response, error, bool) {
			cluster.KeepControl()
			switch r := r.(type) {
			case *kmsg.JoinGroupRequest:
				m.note(r.Group, r.MemberID)
			case *kmsg.SyncGroupRequest:
				m.note(r.Group, r.MemberID)
			case *kmsg.HeartbeatRequest:
				m.note(r.Group, r.MemberID)
			case *kmsg.OffsetCommitRequest:
				m.note(r.Group, r.MemberID)
			}
			return nil, nil, false
		})
	}
	return m
}

func (m *members) note(group, id string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.seen[member{group, id}] = time.Now()
}

// dismiss lets silent members leave, until ctx ends.
func (m *members) dismiss(ctx context.Context, address string) {
	client := &kafka.Client{Addr: kafka.TCP(address), Timeout: look}
	tick := time.NewTicker(look)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			m.once(ctx, client)
		}
	}
}

// once looks at all groups. A question that is not answered is asked again at the next look.
func (m *members) once(ctx context.Context, client *kafka.Client) {
	groups, err := client.ListGroups(ctx, &kafka.ListGroupsRequest{})
	if err != nil || len(groups.Groups) == 0 {
		return
	}
	var ids []string
	for _, g := range groups.Groups {
		ids = append(ids, g.GroupID)
	}
	described, err := client.DescribeGroups(ctx, &kafka.DescribeGroupsRequest{GroupIDs: ids})
	if err != nil {
		return
	}
	for _, g := range described.Groups {
		// While a group settles, members wait in silence.
		if g.GroupState != "Stable" {
			continue
		}
		var dead []kafka.LeaveGroupRequestMember
		for _, one := range g.Members {
			if m.silent(member{g.GroupID, one.MemberID}) {
				dead = append(dead, kafka.LeaveGroupRequestMember{ID: one.MemberID})
			}
		}
		if len(dead) > 0 {
			// Not answered, or refused: they are still silent at the next look.
			_, _ = client.LeaveGroup(ctx, &kafka.LeaveGroupRequest{GroupID: g.GroupID, Members: dead})
		}
	}
}

// silent tells whether a member has said nothing for too long; one that is new here gets its time.
func (m *members) silent(who member) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	now := time.Now()
	for other, at := range m.seen {
		if now.Sub(at) > 10*silence && other != who {
			delete(m.seen, other)
		}
	}
	at, known := m.seen[who]
	if !known {
		m.seen[who] = now
		return false
	}
	return now.Sub(at) > silence
}
