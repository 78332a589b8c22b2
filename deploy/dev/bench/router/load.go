package main

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"strconv"
	"sync"
	"time"
)

// load is one closed loop for each connection: it asks again as soon as it has the answer.
type load struct {
	address     string
	body        []byte
	tokens      []string // one for each connection; nil for guests
	connections int
	duration    time.Duration
}

// outcome is what one round gave.
type outcome struct {
	took  []time.Duration
	bytes int
	// sum is that of the answer's data, so that two routers can be held against each other.
	sum [32]byte
}

func (l load) run() (outcome, error) {
	var (
		all    outcome
		failed error
		mu     sync.Mutex
		wait   sync.WaitGroup
	)
	until := time.Now().Add(l.duration)
	for i := range l.connections {
		wait.Go(func() {
			one, err := l.loop(i, until)
			mu.Lock()
			defer mu.Unlock()
			if err != nil && failed == nil {
				failed = err
			}
			all.took = append(all.took, one.took...)
			all.bytes, all.sum = one.bytes, one.sum
		})
	}
	wait.Wait()
	slices.Sort(all.took)
	if failed == nil && len(all.took) == 0 {
		failed = fmt.Errorf("no answer in %s", l.duration)
	}
	return all, failed
}

func (l load) loop(i int, until time.Time) (outcome, error) {
	var out outcome
	conn, err := net.Dial("tcp", l.address)
	if err != nil {
		return out, err
	}
	defer conn.Close()
	if err := conn.SetDeadline(until.Add(20 * time.Second)); err != nil {
		return out, err
	}
	head := "POST /graphql HTTP/1.1\r\nHost: " + l.address + "\r\nContent-Type: application/json\r\nAccept: application/json\r\n"
	if l.tokens != nil {
		head += "Authorization: Bearer " + l.tokens[i] + "\r\n"
	}
	request := append([]byte(head+"Content-Length: "+strconv.Itoa(len(l.body))+"\r\n\r\n"), l.body...)
	in := bufio.NewReaderSize(conn, 64<<10)
	var answer, first []byte
	for began := time.Now(); began.Before(until); {
		if _, err := conn.Write(request); err != nil {
			return out, err
		}
		if answer, err = readAnswer(in, answer[:0]); err != nil {
			return out, err
		}
		now := time.Now()
		out.took = append(out.took, now.Sub(began))
		began = now
		if first == nil {
			first = bytes.Clone(answer)
			if out.sum, err = sumOf(first); err != nil {
				return out, err
			}
			out.bytes = len(first)
		} else if len(answer) != len(first) {
			return out, fmt.Errorf("an answer changed: %.200s", answer)
		}
	}
	return out, nil
}

// sumOf refuses an answer with errors, and does not mind the order of fields.
func sumOf(answer []byte) ([32]byte, error) {
	var parsed struct {
		Data   any
		Errors []any
	}
	if err := json.Unmarshal(answer, &parsed); err != nil || parsed.Data == nil || len(parsed.Errors) > 0 {
		return [32]byte{}, fmt.Errorf("a bad answer: %.300s", answer)
	}
	sorted, err := json.Marshal(parsed.Data)
	return sha256.Sum256(sorted), err
}

var contentLength = []byte("content-length: ")

// readAnswer reads one response. What net/http's parser would cost is more than the rest of the loop, so
// it is used only for responses in chunks.
func readAnswer(in *bufio.Reader, into []byte) ([]byte, error) {
	var head []byte
	for have := 256; ; have *= 2 {
		peeked, err := in.Peek(max(1, min(have, in.Size())))
		if n := in.Buffered(); n > len(peeked) {
			peeked, _ = in.Peek(n)
		}
		if end := bytes.Index(peeked, []byte("\r\n\r\n")); end >= 0 {
			head = peeked[:end+4]
			break
		}
		if err != nil || have > in.Size() {
			return nil, fmt.Errorf("read an answer: %w", err)
		}
	}
	if !bytes.HasPrefix(head, []byte("HTTP/1.1 200")) {
		return nil, fmt.Errorf("answered %.100s", head)
	}
	at := bytes.Index(bytes.ToLower(head), contentLength)
	if at < 0 {
		response, err := http.ReadResponse(in, nil)
		if err != nil {
			return nil, err
		}
		body := bytes.NewBuffer(into)
		_, err = body.ReadFrom(response.Body)
		return body.Bytes(), err
	}
	number, _, _ := bytes.Cut(head[at+len(contentLength):], []byte("\r"))
	size, err := strconv.Atoi(string(number))
	if err != nil {
		return nil, err
	}
	if _, err := in.Discard(len(head)); err != nil {
		return nil, err
	}
	into = slices.Grow(into, size)[:size]
	_, err = io.ReadFull(in, into)
	return into, err
}
