package http1_test

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// TestShutdownLosesNothing stops a server under load: every request that a handler has seen is answered, also
// those of connections that are new, or net/http's.
func TestShutdownLosesNothing(t *testing.T) {
	var begun, answered atomic.Int64
	s, addr := serve(t, &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		begun.Add(1)
		echo(w, r)
	})})
	const plain, chunked = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\na", "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n"
	var clients sync.WaitGroup
	for i := range 12 {
		clients.Go(func() {
			for {
				c, err := net.Dial("tcp", addr)
				if err != nil {
					return // it does not listen any more
				}
				_ = c.SetDeadline(time.Now().Add(patience))
				from := bufio.NewReader(c)
				for n := 0; ; n++ {
					text := plain
					if i%3 == 1 || i%3 == 2 && n > 3 {
						text = chunked
					}
					if _, err := io.WriteString(c, text); err != nil {
						break
					}
					response, err := http.ReadResponse(from, nil)
					if err != nil {
						break // nobody has seen the request
					}
					body, err := io.ReadAll(response.Body)
					if err != nil || !strings.HasPrefix(string(body), "POST /") {
						t.Errorf("an answer is %q, %v", body, err)
						break
					}
					answered.Add(1)
					if response.Close || i%4 == 3 && n > 1 { // some come anew all the time
						break
					}
				}
				_ = c.Close()
			}
		})
	}
	soon(t, "there is no load", func() bool { return answered.Load() > 500 })
	if err := s.Shutdown(t.Context()); err != nil {
		t.Error(err)
	}
	after := begun.Load()
	clients.Wait()
	if begun.Load() != answered.Load() || after != begun.Load() {
		t.Errorf("%d requests were begun, %d of them before Shutdown returned, and %d were answered", begun.Load(), after, answered.Load())
	}
}

// TestShutdownInTheMiddle is about a client that was not told that its answer is the last, and has asked for
// another one.
func TestShutdownInTheMiddle(t *testing.T) {
	flushed, finish := make(chan struct{}), make(chan struct{})
	s, addr := serve(t, &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(w, r.URL.Path)
		if r.URL.Path == "/first" {
			_ = http.NewResponseController(w).Flush()
			close(flushed)
			<-finish
		}
	})})
	c, from := dial(t, addr)
	send(t, c, "GET /first HTTP/1.1|Host: x||GET /second HTTP/1.1|Host: x||")
	<-flushed
	over := make(chan error, 1)
	go func() { over <- s.Shutdown(t.Context()) }()
	soon(t, "it still listens", func() bool {
		c, err := net.Dial("tcp", addr)
		if err == nil {
			_ = c.Close()
		}
		return err != nil
	})
	close(finish)
	for _, want := range []string{"/first", "/second"} {
		if response, body := receive(t, from, "GET"); body != want || response.Close != (want == "/second") {
			t.Errorf("the answer is %q, close %v", body, response.Close)
		}
	}
	if err := <-over; err != nil {
		t.Error(err)
	}
}

// TestShutdownTwice has more than one wait for the same.
func TestShutdownTwice(t *testing.T) {
	began, finish := make(chan struct{}), make(chan struct{})
	s, addr := serve(t, &http.Server{Handler: http.HandlerFunc(func(http.ResponseWriter, *http.Request) { close(began); <-finish })})
	c, from := dial(t, addr)
	send(t, c, "GET / HTTP/1.1|Host: x||")
	<-began
	over := make(chan error, 2)
	for range 2 {
		go func() { over <- s.Shutdown(t.Context()) }()
	}
	close(finish)
	receive(t, from, "GET")
	for range 2 {
		if err := <-over; err != nil {
			t.Error(err)
		}
	}
	if err := s.Shutdown(t.Context()); err != nil {
		t.Errorf("once more: %v", err)
	}
}

// TestNothingIsLeft tears connections down in whatever they do, closes the server in the middle of it, and
// counts the goroutines.
func TestNothingIsLeft(t *testing.T) {
	before := runtime.NumGoroutine()
	t.Run("chaos", func(t *testing.T) {
		s, addr := serve(t, &http.Server{ErrorLog: log.New(io.Discard, "", 0), Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			go func() { <-r.Context().Done() }()
			switch r.URL.Path {
			case "/waits":
				_, _ = io.Copy(io.Discard, r.Body) // net/http does not look for the client before
				<-r.Context().Done()
			case "/much":
				for range 64 {
					if _, err := w.Write(make([]byte, 1<<20)); err != nil {
						return
					}
				}
			case "/panics":
				panic("oh")
			case "/takes":
				conn, _, err := http.NewResponseController(w).Hijack()
				if err == nil {
					_ = conn.Close()
				}
			default:
				echo(w, r)
			}
		})})
		texts := []string{
			"", "G", "GET / HTTP/1.1\r\nHost: x\r\n", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nhalf", "GET / HTTP/1.1\r\nHost: x\r\n\r\n",
			"GET /waits HTTP/1.1\r\nHost: x\r\n\r\n", "GET /much HTTP/1.1\r\nHost: x\r\n\r\n", "GET /panics HTTP/1.1\r\nHost: x\r\n\r\n", "GET /takes HTTP/1.1\r\nHost: x\r\n\r\n",
			"POST /waits HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n", "HEAD / HTTP/1.1\r\nHost: x\r\n\r\n", "PUT /much HTTP/1.1\r\nHost: x\r\n\r\n",
			strings.Repeat("GET /much HTTP/1.1\r\nHost: x\r\n\r\n", 9), "GET / HTTP/1.1\r\nHost: x\r\nX: ",
		}
		var clients sync.WaitGroup
		for _, text := range texts {
			for way := range 4 {
				clients.Go(func() {
					c, err := net.Dial("tcp", addr)
					if err != nil {
						t.Error(err)
						return
					}
					_, _ = io.WriteString(c, text)
					switch tcp := c.(*net.TCPConn); way {
					case 0: // torn down
						_ = tcp.SetLinger(0)
					case 1:
						_ = tcp.CloseWrite()
						_ = tcp.SetReadDeadline(time.Now().Add(time.Millisecond))
						_, _ = c.Read(make([]byte, 100))
					case 2: // it never reads
						t.Cleanup(func() { _ = c.Close() })
						return
					}
					_ = c.Close()
				})
			}
		}
		clients.Wait()
		_ = s.Close()
	})
	soon(t, fmt.Sprintf("there are more than %d goroutines", before), func() bool { return runtime.NumGoroutine() <= before })
}

// TestTrickle is about clients that send a byte now and then so as not to seem idle.
func TestTrickle(t *testing.T) {
	_, addr := serve(t, &http.Server{Handler: http.HandlerFunc(echo), ReadHeaderTimeout: time.Millisecond})
	c, from := dial(t, addr)
	send(t, c, "GET / HTTP/1.1|X: ")
	for until := time.Now().Add(patience); time.Now().Before(until); {
		_, _ = io.WriteString(c, "y")
		if err := c.SetReadDeadline(time.Now().Add(20 * time.Millisecond)); err != nil {
			t.Fatal(err)
		}
		if _, err := from.ReadByte(); !errors.Is(err, os.ErrDeadlineExceeded) {
			return // it is cut off
		}
	}
	t.Error("it goes on for ever")
}
