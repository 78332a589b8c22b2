package idle

import (
	"errors"
	"io"
	"os"
	"syscall"
	"time"
)

// poll is an epoll instance. The Go runtime has one, too, in which all connections are; being in both is no
// harm. It is itself waited for by the runtime's, so that waiting does not take a thread.
type poll struct {
	file *os.File
	raw  syscall.RawConn
}

func (p *poll) works() bool { return p.file != nil }

// New makes a watcher. Close it.
func New() (*Watcher, error) {
	fd, err := syscall.EpollCreate1(syscall.EPOLL_CLOEXEC)
	if err != nil {
		return nil, os.NewSyscallError("epoll_create1", err)
	}
	if err := syscall.SetNonblock(fd, true); err != nil { // for the runtime to wait for it
		_ = syscall.Close(fd)
		return nil, os.NewSyscallError("fcntl", err)
	}
	file := os.NewFile(uintptr(fd), "epoll")
	raw, err := file.SyscallConn()
	if err != nil {
		_ = file.Close()
		return nil, err
	}
	w := &Watcher{poll: poll{file: file, raw: raw}}
	go w.run()
	return w, nil
}

// Close ends all waiting.
func (w *Watcher) Close() {
	if w != nil && w.poll.file != nil {
		_ = w.poll.file.Close()
	}
}

func (w *Watcher) run() {
	events := make([]syscall.EpollEvent, most)
	for {
		n := 0
		var failed error
		err := w.poll.raw.Read(func(fd uintptr) bool {
			n, failed = syscall.EpollWait(int(fd), events, 0)
			return n > 0 || failed != nil
		})
		if err != nil || failed != nil && !errors.Is(failed, syscall.EINTR) {
			return
		}
		for _, e := range events[:max(n, 0)] {
			w.begin(uint64(uint32(e.Fd)) | uint64(uint32(e.Pad))<<32)
		}
		for range patience {
			if w.busy.Load() <= most {
				break
			}
			time.Sleep(pace)
		}
	}
}

// Arm has ready called, once, on a goroutine of its own, when there is something to read or the connection
// has ended.
func (x *Watch) Arm() error {
	how := syscall.EPOLL_CTL_MOD
	if !x.known {
		x.known, how = true, syscall.EPOLL_CTL_ADD
	}
	x.armed.Store(true)
	e := syscall.EpollEvent{
		Events: syscall.EPOLLIN | syscall.EPOLLRDHUP | syscall.EPOLLONESHOT,
		Fd:     int32(uint32(x.id)), Pad: int32(uint32(x.id >> 32)),
	}
	var outer, inner, failed error
	outer = x.watcher.poll.raw.Control(func(poll uintptr) {
		inner = x.conn.Control(func(fd uintptr) {
			failed = os.NewSyscallError("epoll_ctl", syscall.EpollCtl(int(poll), how, int(fd), &e))
		})
	})
	return errors.Join(outer, inner, failed)
}

// Read reads what is there, and never waits: n is 0, without an error, where nothing is.
func (x *Watch) Read(p []byte) (n int, err error) {
	failed := x.conn.Read(func(fd uintptr) bool {
		for {
			if n, err = syscall.Read(int(fd), p); !errors.Is(err, syscall.EINTR) {
				return true
			}
		}
	})
	switch {
	case failed != nil:
		return 0, failed
	case errors.Is(err, syscall.EAGAIN):
		return 0, nil
	case err != nil:
		return 0, os.NewSyscallError("read", err)
	case n == 0:
		return 0, io.EOF
	}
	return n, nil
}

// Write writes as much as the connection takes at once.
func (x *Watch) Write(p []byte) (n int, err error) {
	failed := x.conn.Write(func(fd uintptr) bool {
		for {
			if n, err = syscall.Write(int(fd), p); !errors.Is(err, syscall.EINTR) {
				return true
			}
		}
	})
	switch {
	case failed != nil:
		return 0, failed
	case errors.Is(err, syscall.EAGAIN):
		return 0, nil
	case err != nil:
		return 0, os.NewSyscallError("write", err)
	}
	return n, nil
}
