// Package idle waits for connections that say nothing most of the time. All of them together take one
// goroutine and no buffer, where one that is read from takes both.
package idle

import (
	"net"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
)

const (
	// most is how many connections are looked after at once before others are held back, until there are
	// fewer or patience paces are over: ten thousand that speak at the same time should not take the memory for
	// all at the same time, but to look after one may mean asking a subgraph that is slow.
	most     = 128
	pace     = time.Millisecond
	patience = 10
)

// Watcher waits for connections. Its zero value, and nil, watches none.
type Watcher struct {
	poll poll
	busy atomic.Int32

	mu      sync.Mutex
	watches map[uint64]*Watch
	last    uint64
}

// Watch is one connection that is waited for. Whoever closes the connection calls Forget first.
type Watch struct {
	watcher *Watcher
	conn    syscall.RawConn
	id      uint64
	ready   func()
	known   bool // to the system
	armed   atomic.Bool
}

// Watch prepares to wait for the connection. It is nil where that can't be done, such as for one that is
// encrypted, or on another system than Linux: such a connection needs a goroutine. What a conn that wraps
// another one has read ahead is not seen.
func (w *Watcher) Watch(conn net.Conn, ready func()) *Watch {
	if w == nil || !w.poll.works() {
		return nil
	}
	system, ok := conn.(syscall.Conn)
	if !ok {
		return nil
	}
	raw, err := system.SyscallConn()
	if err != nil {
		return nil
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.watches == nil {
		w.watches = map[uint64]*Watch{}
	}
	w.last++
	x := &Watch{watcher: w, conn: raw, id: w.last, ready: ready}
	w.watches[x.id] = x
	return x
}

// Forget ends the waiting. A ready that was called already may still run.
func (x *Watch) Forget() {
	w := x.watcher
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(w.watches, x.id)
}

// begin has the connection looked after, if it is waited for.
func (w *Watcher) begin(id uint64) {
	w.mu.Lock()
	x := w.watches[id]
	w.mu.Unlock()
	if x == nil || !x.armed.Swap(false) {
		return
	}
	w.busy.Add(1)
	go func() {
		defer w.busy.Add(-1)
		x.ready()
	}()
}
