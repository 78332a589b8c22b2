//go:build linux

package idle

import (
	"errors"
	"io"
	"net"
	"runtime"
	"sync/atomic"
	"testing"
	"time"
)

const deadline = 10 * time.Second

// pair is a connection, as both of its ends see it.
func pair(t *testing.T) (here, there *net.TCPConn) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	out, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	in, err := l.Accept()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _, _ = in.Close(), out.Close() })
	return in.(*net.TCPConn), out.(*net.TCPConn)
}

func watcher(t *testing.T) *Watcher {
	t.Helper()
	w, err := New()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(w.Close)
	return w
}

func wait(t *testing.T, c chan struct{}) {
	t.Helper()
	select {
	case <-c:
	case <-time.After(deadline):
		t.Fatal("the connection was not found to be ready")
	}
}

// TestWatch follows a connection from its first word to its end.
func TestWatch(t *testing.T) {
	w := watcher(t)
	here, there := pair(t)
	ready := make(chan struct{}, 10)
	x := w.Watch(here, func() { ready <- struct{}{} })
	if x == nil {
		t.Fatal("a TCP connection can't be watched")
	}
	buf := make([]byte, 4)
	for _, said := range []string{"one", "two", "three and more"} {
		if n, err := x.Read(buf); n != 0 || err != nil {
			t.Fatalf("read %d, %v of nothing", n, err)
		}
		if err := x.Arm(); err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(there, said); err != nil {
			t.Fatal(err)
		}
		wait(t, ready)
		got := ""
		for len(got) < len(said) {
			n, err := x.Read(buf)
			if err != nil {
				t.Fatal(err)
			}
			got += string(buf[:n])
		}
		if got != said {
			t.Errorf("got %q, want %q", got, said)
		}
	}
	if n, err := x.Write([]byte("back")); n != 4 || err != nil {
		t.Errorf("wrote %d, %v", n, err)
	}
	if _, err := io.ReadFull(there, buf); err != nil || string(buf) != "back" {
		t.Errorf("the other end got %q, %v", buf, err)
	}
	if err := x.Arm(); err != nil {
		t.Fatal(err)
	}
	_ = there.Close()
	wait(t, ready)
	if n, err := x.Read(buf); n != 0 || !errors.Is(err, io.EOF) {
		t.Errorf("at the end: %d, %v", n, err)
	}
	if len(ready) > 0 {
		t.Error("ready was called more often than it was armed")
	}
}

// TestWrapped is about connections that the router's server has handed over to net/http: they are TCP's still.
func TestWrapped(t *testing.T) {
	w := watcher(t)
	here, there := pair(t)
	ready := make(chan struct{}, 1)
	x := w.Watch(struct{ *net.TCPConn }{here}, func() { ready <- struct{}{} })
	if x == nil {
		t.Fatal("it can't be watched")
	}
	if err := x.Arm(); err != nil {
		t.Fatal(err)
	}
	_ = there.Close()
	wait(t, ready)
	if w.Watch(struct{ net.Conn }{here}, nil) != nil {
		t.Error("a connection is watched of which nothing is known")
	}
}

// TestFull wants a write to stop where the other end takes no more.
func TestFull(t *testing.T) {
	here, _ := pair(t)
	x := watcher(t).Watch(here, func() {})
	much := make([]byte, 1<<20)
	for range 100 {
		n, err := x.Write(much)
		if err != nil {
			t.Fatal(err)
		}
		if n == 0 {
			return
		}
	}
	t.Error("a hundred megabytes were taken by nobody")
}

// TestForgotten wants nothing of a connection that is forgotten, though another one has its descriptor.
func TestForgotten(t *testing.T) {
	w := watcher(t)
	here, there := pair(t)
	x := w.Watch(here, func() { t.Error("a forgotten connection is ready") })
	if err := x.Arm(); err != nil {
		t.Fatal(err)
	}
	x.Forget()
	if _, err := io.WriteString(there, "late"); err != nil {
		t.Fatal(err)
	}
	_ = here.Close()
	if err := x.Arm(); err == nil {
		t.Error("a closed connection can be armed")
	}
	if _, err := x.Read(make([]byte, 1)); !errors.Is(err, net.ErrClosed) {
		t.Errorf("a closed connection is read: %v", err)
	}
	again, far := pair(t)
	ready := make(chan struct{}, 1)
	y := w.Watch(again, func() { ready <- struct{}{} })
	if err := y.Arm(); err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(far, "now"); err != nil {
		t.Fatal(err)
	}
	wait(t, ready)
}

// TestMany has hundreds of connections speak at once, and wants no goroutine for them afterwards.
func TestMany(t *testing.T) {
	const n = 400
	w := watcher(t)
	before := runtime.NumGoroutine()
	heard := make(chan struct{}, n)
	var ends []*net.TCPConn
	var slow atomic.Int32
	hold := make(chan struct{})
	for range n {
		here, there := pair(t)
		ends = append(ends, there)
		x := w.Watch(here, func() {
			if slow.Add(1) <= 2*most { // those that hang hold up nobody
				heard <- struct{}{}
				<-hold
				return
			}
			heard <- struct{}{}
		})
		if err := x.Arm(); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range ends {
		if _, err := io.WriteString(c, "!"); err != nil {
			t.Fatal(err)
		}
	}
	for range n {
		wait(t, heard)
	}
	close(hold)
	late := time.After(deadline)
	for runtime.NumGoroutine() > before || w.busy.Load() > 0 {
		select {
		case <-late:
			t.Fatalf("%d goroutines, %d before", runtime.NumGoroutine(), before)
		case <-time.After(time.Millisecond):
		}
	}
}

func TestNobody(t *testing.T) {
	var w *Watcher
	here, _ := pair(t)
	if w.Watch(here, func() {}) != nil {
		t.Error("no watcher watches")
	}
	if one, _ := net.Pipe(); watcher(t).Watch(one, func() {}) != nil {
		t.Error("what is no connection of the system's is watched")
	}
}
