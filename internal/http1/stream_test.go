package http1

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"reflect"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// patience is how long a test waits for what has to happen.
const patience = 20 * time.Second

// heard is what a handler knows of a request.
type heard struct {
	Method, Target, Path, Host, Proto string
	Header                            http.Header
	Length                            int64
	Coding                            []string
	Close                             bool
	Body                              string
	Error                             string
}

// said is what a client hears of an answer.
type said struct {
	Status int
	Header http.Header
	Body   string
	Failed bool
}

// listeners keeps what the handler has heard, and answers in a way that the target asks for.
type listening struct {
	mu    sync.Mutex
	heard []heard
}

// ServeHTTP implements http.Handler.
func (l *listening) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := heard{
		Method: r.Method, Target: r.RequestURI, Path: r.URL.String(), Host: r.Host, Proto: r.Proto, Header: r.Header,
		Length: r.ContentLength, Coding: r.TransferEncoding, Close: r.Close,
	}
	how := r.URL.Path
	if !strings.Contains(how, "unread") {
		body, err := io.ReadAll(r.Body)
		h.Body = string(body)
		if err != nil {
			h.Error = "the body is cut"
		}
	}
	l.mu.Lock()
	l.heard = append(l.heard, h)
	l.mu.Unlock()
	header := w.Header()
	header.Set("X-Heard", strconv.Itoa(len(h.Body)))
	switch how {
	case "/close":
		header.Set("Connection", "close")
	case "/none":
		w.WriteHeader(http.StatusNoContent)
		return
	case "/known":
		header.Set("Content-Type", "text/html")
		w.WriteHeader(http.StatusNotModified)
		return
	case "/declared":
		header.Set("Content-Length", "5")
		header.Set("Content-Type", "text/x")
		header["X-Two"] = []string{"a\r\nb: c", " d"}
		w.WriteHeader(http.StatusTeapot)
		header.Set("X-Late", "e")
		_, _ = io.WriteString(w, "tea")
		_, _ = io.WriteString(w, "po")
		_, _ = io.WriteString(w, "t")
		return
	case "/short":
		header.Set("Content-Length", "9")
		_, _ = io.WriteString(w, "short")
		return
	case "/flushed":
		_, _ = io.WriteString(w, "<html>")
		_ = http.NewResponseController(w).Flush()
		_, _ = io.WriteString(w, h.Body)
		return
	case "/empty":
		return
	case "/coded":
		header.Set("Content-Encoding", "x")
	case "/panic":
		panic(http.ErrAbortHandler)
	}
	_, _ = fmt.Fprintf(w, "%s %s %s", h.Method, h.Target, h.Body)
}

// pair serves the same by net/http and here.
type pair struct {
	addr  [2]string
	heard [2]*listening
}

func newPair(t testing.TB, first int) *pair {
	p := &pair{}
	for i := range 2 {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		p.addr[i], p.heard[i] = l.Addr().String(), &listening{}
		standard := &http.Server{Handler: p.heard[i], ErrorLog: log.New(io.Discard, "", 0)}
		var s interface {
			Serve(net.Listener) error
			Close() error
		} = standard
		if i == 1 {
			lean := New(standard)
			lean.first = first
			s = lean
		}
		ended := make(chan error, 1)
		go func() { ended <- s.Serve(l) }()
		t.Cleanup(func() {
			_ = s.Close()
			if err := <-ended; !errors.Is(err, http.ErrServerClosed) {
				t.Error(err)
			}
		})
	}
	return p
}

// ask sends the text in pieces of the sizes, over and over, and then closes its half of the connection.
func (p *pair) ask(t *testing.T, which int, text string, sizes []byte) (heard []heard, said []said, torn bool) {
	t.Helper()
	p.heard[which].mu.Lock()
	p.heard[which].heard = nil
	p.heard[which].mu.Unlock()
	c, err := net.Dial("tcp", p.addr[which])
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = c.Close() }()
	if err := c.SetDeadline(time.Now().Add(patience)); err != nil {
		t.Fatal(err)
	}
	go func() {
		rest := text
		for i := 0; rest != ""; i++ {
			n := len(rest)
			if len(sizes) > 0 {
				n = min(n, 1+int(sizes[i%len(sizes)]))
			}
			if _, err := io.WriteString(c, rest[:n]); err != nil {
				break // the server has closed it
			}
			rest = rest[n:]
		}
		_ = c.(*net.TCPConn).CloseWrite()
	}()
	all, err := io.ReadAll(c)
	if errors.Is(err, errTimeout(err)) {
		t.Fatalf("server %d neither answers %q nor closes the connection", which, text)
	}
	p.heard[which].mu.Lock()
	defer p.heard[which].mu.Unlock()
	return p.heard[which].heard, answers(all, p.heard[which].heard, err != nil), err != nil
}

func errTimeout(err error) error {
	var timeout net.Error
	if errors.As(err, &timeout) && timeout.Timeout() {
		return err
	}
	return errors.New("no timeout")
}

// answers are those in the text. One that was cut is told by that, if the connection was not torn down: then
// it is by chance how much has arrived.
func answers(text []byte, to []heard, torn bool) (all []said) {
	from := bufio.NewReader(bytes.NewReader(text))
	for i := 0; ; {
		method := "GET"
		if i < len(to) {
			method = to[i].Method
		}
		response, err := http.ReadResponse(from, &http.Request{Method: method})
		if err != nil {
			return all
		}
		if response.StatusCode >= 200 {
			i++
		}
		body, err := io.ReadAll(response.Body)
		if err != nil && torn {
			return all
		}
		response.Header.Del("Date")
		if response.Close {
			response.Header.Set("Connection", "close")
		}
		all = append(all, said{response.StatusCode, response.Header, string(body), err != nil})
	}
}

// compare holds what both make of the same text against each other.
func (p *pair) compare(t *testing.T, text string, sizes []byte) {
	t.Helper()
	wantHeard, want, wantTorn := p.ask(t, 0, text, sizes)
	gotHeard, got, gotTorn := p.ask(t, 1, text, sizes)
	if !reflect.DeepEqual(gotHeard, wantHeard) {
		t.Fatalf("%q in pieces of %v\nis heard as   %+v\nby net/http as %+v", text, sizes, gotHeard, wantHeard)
	}
	if !wantTorn && !gotTorn && len(got) != len(want) { // one that is torn down may lose the last answers
		t.Fatalf("%q\nis answered with %+v\nby net/http with %+v", text, got, want)
	}
	for i := range min(len(got), len(want)) {
		if !reflect.DeepEqual(got[i], want[i]) {
			t.Fatalf("%q\nis answered with %+v\nby net/http with %+v", text, got[i], want[i])
		}
	}
}

// streams are requests of which no two servers should have different opinions.
func streams() []string {
	get := func(target, more string) string { return "GET " + target + " HTTP/1.1|Host: a|" + more + "|" }
	post := func(target, more, body string) string {
		return fmt.Sprintf("POST %s HTTP/1.1|Host: a|Content-Length: %d|%s|%s", target, len(body), more, body)
	}
	const chunked = "POST /chunked HTTP/1.1|Host: a|Transfer-Encoding: chunked||3;x=y|abc|0||"
	var all []string
	for _, text := range []string{
		get("/", "") + get("/a?b=c%20d", "X-A: b|x-a: c|"),
		post("/", "", "body") + post("/", "", "") + post("/", "", "four") + get("/", ""),
		get("/", "Content-Length: 4|") + "body" + get("/", ""),
		post("/unread", "", "GET /smuggled HTTP/1.1|Host: a||") + get("/", ""),
		post("/", "", "body") + "more" + get("/", ""),
		post("/", "", "body") + "|" + get("/", ""), post("/", "", "body") + "|||" + get("/", ""), get("/", "") + "|" + get("/", ""),
		post("/", "", "body") + "\n\n" + get("/", ""), post("/", "", "body") + "\r" + get("/", ""),
		get("/", "") + chunked + get("/after", ""), get("/", "") + chunked[:len(chunked)-2], chunked + chunked,
		post("/", "Transfer-Encoding: chunked|", "0||GET /smuggled HTTP/1.1|Host: a||"),
		post("/", "Transfer-Encoding: identity|", "body"), post("/", "Transfer-Encoding : chunked|", "0||"),
		post("/", "transfer-encoding:\tchunked|", "0||"), post("/", "Transfer-Encoding: chunked, chunked|", "0||"),
		post("/", "Transfer-Encoding:|  chunked|", "0||"), post("/", "X: y|  z|", "body"), post("/", "Transfer-Encoding: \x0bchunked|", "0||"),
		post("/", "Content-Length: 4|", "body"), post("/", "Content-Length: 5|", "body!"), post("/", "Content-Length: 4, 4|", "body"),
		"POST / HTTP/1.1|Host: a|Content-Length: 4, 4||body", "POST / HTTP/1.1|Host: a|Content-Length: +4||body",
		"POST / HTTP/1.1|Host: a|Content-Length: 0004||body" + get("/", ""), "POST / HTTP/1.1|Host: a|Content-Length: 0x4||body",
		"POST / HTTP/1.1|Host: a|Content-Length: 4 ||body", "POST / HTTP/1.1|Host: a|Content-Length : 4||body", "POST / HTTP/1.1|Host: a|Content-Length:||" + get("/", ""),
		"POST / HTTP/1.1|Host: a|Content-Length: -1||", "POST / HTTP/1.1|Host: a|Content-Length: 99999999999999999999||",
		"POST / HTTP/1.1|Host: a|Content-Length: 9||body", "POST / HTTP/1.1|Host: a|Content-Length: 4\n\nbody" + get("/", ""),
		"GET / HTTP/1.1\nHost: a\n\n" + get("/", ""), "GET / HTTP/1.1|Host: a\n\n" + get("/", ""), "GET / HTTP/1.1|Host: a|X: b\r||" + get("/", ""),
		"GET / HTTP/1.1|Host: a|X: \x00||", "GET / HTTP/1.1|Host: a\x00||", "GET /\x00 HTTP/1.1|Host: a||", "GET / HTTP/1.1|Host: a|X\x00: b||",
		"GET http://b/c HTTP/1.1|Host: a||" + get("/", ""), "GET //b/c HTTP/1.1|Host: a||", "GET * HTTP/1.1|Host: a||", "OPTIONS * HTTP/1.1|Host: a||" + get("/", ""),
		"GET /a b HTTP/1.1|Host: a||", "GET  / HTTP/1.1|Host: a||", " GET / HTTP/1.1|Host: a||", "GET / HTTP/1.1 |Host: a||", "get / HTTP/1.1|Host: a||",
		"GET / HTTP/1.0||" + get("/", ""), "GET / HTTP/1.0|Connection: keep-alive||" + get("/", ""), "GET / HTTP/1.2|Host: a||", "GET / HTTP/2.0|Host: a||", "GET /|Host: a||",
		"GET / HTTP/1.1||", "GET / HTTP/1.1|Host: a|Host: a||", "GET / HTTP/1.1|Host: a b||", "GET / HTTP/1.1|Host:||", "GET / HTTP/1.1|Host: a/b||",
		get("/", "Connection: close|") + get("/", ""), get("/", "Connection: Keep-Alive, Close|") + get("/", ""), get("/", "Connection: x|Connection: close|") + get("/", ""),
		get("/", "Connection: Upgrade|Upgrade: x|") + get("/", ""), get("/", "Pragma: no-cache|"), get("/", "Te: trailers|Trailer: x|"),
		post("/", "Expect: 100-continue|", "body") + get("/", ""), post("/", "Expect: x|", "body") + get("/", ""),
		"HEAD /declared HTTP/1.1|Host: a||" + get("/declared", ""), "DELETE / HTTP/1.1|Host: a||" + get("/", ""), "CONNECT a:1 HTTP/1.1|Host: a||",
		get("/none", "") + get("/known", "") + get("/declared", "") + post("/flushed", "", "body") + get("/empty", "") + get("/coded", "") + get("/", ""),
		get("/short", "") + get("/", ""), get("/panic", "") + get("/", ""), get("/close", "") + get("/", ""),
		get("/long", "X: "+strings.Repeat("y", 17<<10)+"|") + get("/", ""), post("/large", "", strings.Repeat("z", 257<<10)) + get("/", ""),
		"", "|", "||", "\n", "GET", "GET / HTTP/1.1|Host: a|", "\x16\x03\x01", "PRI * HTTP/2.0||SM||",
	} {
		all = append(all, strings.ReplaceAll(text, "|", "\r\n"))
	}
	return all
}

// TestStreams holds all of a connection against net/http's, read in pieces of several sizes.
func TestStreams(t *testing.T) {
	for _, first := range []int{1, 7, firstBuffer} {
		t.Run(strconv.Itoa(first), func(t *testing.T) {
			t.Parallel()
			p := newPair(t, first)
			for _, text := range streams() {
				p.compare(t, text, nil)
			}
		})
	}
}

// FuzzStream is TestStreams with texts that nobody has thought of.
func FuzzStream(f *testing.F) {
	for _, text := range streams() {
		f.Add(text, []byte{20, 3, 0, 90}, byte(7))
	}
	var mu sync.Mutex // they keep what they heard
	var pairs []*pair
	for _, first := range []int{1, 3, 16, 64, firstBuffer} {
		pairs = append(pairs, newPair(f, first))
	}
	f.Fuzz(func(t *testing.T, text string, sizes []byte, first byte) {
		if len(text) > 64<<10 || len(text) > 8<<10 && len(sizes) > 0 {
			return
		}
		mu.Lock()
		defer mu.Unlock()
		pairs[int(first)%len(pairs)].compare(t, text, sizes)
	})
}
