package ratelimit

import (
	"context"
	_ "embed"
	"log/slog"
	"maps"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/blooming-blooms/bloom/internal/id"
)

//go:embed streams.lua
var streams string

const (
	// lease is how long a stream counts whose replica has died; it is renewed three times in that time.
	lease = 30 * time.Second
	// together is for how many callers Redis is told of streams in one go.
	together = 256
)

// Streams counts the streams that each caller has open: in Redis, for all replicas together. Without Redis,
// and while it is away, those at this replica count.
type Streams struct {
	most    int
	lease   time.Duration
	redis   *redis.Client // nil is none
	script  *redis.Script
	log     *slog.Logger
	replica string
	last    atomic.Uint64
	resting atomic.Int64 // until when Redis is left alone, in Unix nanoseconds
	wake    chan struct{}
	telling sync.Mutex // before mu

	mu      sync.Mutex
	callers map[string]*streamer
}

// streamer is one who has streams here.
type streamer struct {
	open   []string // the ids of streams
	asking int      // so many wait for Redis
	// gone are those of which Redis does not know yet that they have ended.
	gone []string
}

// NewStreams allows so many streams to each caller; 0 any number. client may be nil; then, and without a
// bound, Run has nothing to do.
func NewStreams(most int, client *redis.Client, log *slog.Logger) *Streams {
	return &Streams{
		most: most, lease: lease, redis: client, script: redis.NewScript(streams), log: log, replica: id.New("rep"),
		wake: make(chan struct{}, 1), callers: map[string]*streamer{},
	}
}

// Open counts one more stream until done is called; false where the caller has too many.
func (s *Streams) Open(ctx context.Context, who string) (done func(), ok bool) {
	if s.most <= 0 || who == "" {
		return func() {}, true
	}
	stream := s.replica + "." + strconv.FormatUint(s.last.Add(1), 36)
	s.mu.Lock()
	c := s.callers[who]
	if c == nil {
		c = &streamer{}
		s.callers[who] = c
	}
	if len(c.open)+c.asking >= s.most {
		s.mu.Unlock()
		return nil, false
	}
	c.asking++ // so that those who come together are counted here, whatever becomes of Redis
	gone := slices.Clone(c.gone)
	s.mu.Unlock()
	known, allowed := s.ask(ctx, who, stream, gone)
	s.mu.Lock()
	defer s.mu.Unlock()
	if c.asking--; known {
		c.forget(gone)
	}
	if !allowed {
		s.drop(who, c)
		return nil, false
	}
	c.open = append(c.open, stream)
	return sync.OnceFunc(func() { s.end(who, stream) }), true
}

// ask asks Redis whether there may be one more stream. Without Redis there may; known tells whether it has
// heard of those that are gone.
func (s *Streams) ask(ctx context.Context, who, stream string, gone []string) (known, allowed bool) {
	if s.redis == nil || time.Now().UnixNano() < s.resting.Load() {
		return false, true
	}
	limit, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	allowed, err := s.script.Run(limit, s.redis, []string{key(who)}, s.arguments(s.most, gone, []string{stream})...).Bool()
	if err != nil {
		if ctx.Err() == nil { // the client has not just left
			s.away(ctx, err)
		}
		return false, true
	}
	return true, allowed
}

func key(who string) string { return "router:streams:" + who }

// arguments are those of the script; most is 0 where nothing is to be refused.
func (s *Streams) arguments(most int, gone, open []string) []any {
	all := make([]any, 0, 3+len(gone)+len(open))
	all = append(all, most, s.lease.Milliseconds(), len(gone))
	for _, stream := range slices.Concat(gone, open) {
		all = append(all, stream)
	}
	return all
}

// end takes the stream out, and has Redis hear of it.
func (s *Streams) end(who, stream string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.callers[who]
	c.open = slices.DeleteFunc(c.open, func(other string) bool { return other == stream })
	if s.redis != nil {
		c.gone = append(c.gone, stream)
		select {
		case s.wake <- struct{}{}:
		default:
		}
	}
	s.drop(who, c)
}

// told is called when Redis knows of the end of those streams.
func (s *Streams) told(who string, gone []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if c := s.callers[who]; c != nil && len(gone) > 0 {
		c.forget(gone)
		s.drop(who, c)
	}
}

func (c *streamer) forget(gone []string) {
	c.gone = slices.DeleteFunc(c.gone, func(stream string) bool { return slices.Contains(gone, stream) })
}

// drop forgets a caller without streams; s.mu is held.
func (s *Streams) drop(who string, c *streamer) {
	if len(c.open)+c.asking+len(c.gone) == 0 {
		delete(s.callers, who)
	}
}

func (s *Streams) away(ctx context.Context, err error) {
	s.resting.Store(time.Now().Add(rest).UnixNano())
	s.log.WarnContext(ctx, "streams are counted at this replica only for now: Redis did not answer", "error", err)
}

// Run tells Redis what ends, and renews the leases of what is open, until ctx ends.
func (s *Streams) Run(ctx context.Context) {
	if s.redis == nil || s.most <= 0 {
		return
	}
	renewal := time.NewTicker(s.lease / 3)
	defer renewal.Stop()
	for {
		all := false
		select {
		case <-s.wake:
		case <-renewal.C:
			all = true
		case <-ctx.Done():
			return
		}
		s.tell(ctx, all)
	}
}

// Settle tells Redis of the streams that ended at last, for as long as it may take: whoever had them opens them
// at another replica.
func (s *Streams) Settle(ctx context.Context) {
	if s.redis != nil {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 2*patience)
		defer cancel()
		s.tell(ctx, false)
	}
}

// tell says which streams have ended, and of all callers which ones are open.
func (s *Streams) tell(ctx context.Context, all bool) {
	if time.Now().UnixNano() < s.resting.Load() {
		return // what is not told is told with the next renewal, or expires
	}
	s.telling.Lock() // a renewal must not come after the end
	defer s.telling.Unlock()
	said := map[string][]string{}
	open := map[string][]string{}
	s.mu.Lock()
	for who, c := range s.callers {
		if all || len(c.gone) > 0 {
			said[who], open[who] = slices.Clone(c.gone), slices.Clone(c.open)
		}
	}
	s.mu.Unlock()
	for some := range slices.Chunk(slices.Collect(maps.Keys(said)), together) {
		err := s.send(ctx, some, said, open)
		if redis.HasErrorPrefix(err, "NOSCRIPT") { // Redis was restarted, or is a new one
			if err = s.script.Load(ctx, s.redis).Err(); err == nil {
				err = s.send(ctx, some, said, open)
			}
		}
		if err != nil {
			if ctx.Err() == nil {
				s.away(ctx, err)
			}
			return
		}
		for _, who := range some {
			s.told(who, said[who])
		}
	}
}

func (s *Streams) send(ctx context.Context, callers []string, gone, open map[string][]string) error {
	ctx, cancel := context.WithTimeout(ctx, 4*patience)
	defer cancel()
	pipe := s.redis.Pipeline()
	for _, who := range callers {
		pipe.EvalSha(ctx, s.script.Hash(), []string{key(who)}, s.arguments(0, gone[who], open[who])...)
	}
	_, err := pipe.Exec(ctx)
	return err
}
