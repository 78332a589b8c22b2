package mongo

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"sync"
	"time"
)

// proxy stands before FerretDB and lets one write through at a time. FerretDB's conditional writes are a
// read, a decision in Go and a write, with nothing that holds others off in between: two at once both succeed
// where MongoDB lets one win.
type proxy struct {
	listener net.Listener
	server   string
	writing  sync.Mutex

	mu    sync.Mutex
	conns map[net.Conn]struct{} // nil once stopped
	done  sync.WaitGroup
}

const (
	opMsg = 2013
	// moreToCome says that no answer is expected, or in an answer, that another one follows.
	moreToCome = 1 << 1
	// maxMessage is MongoDB's own limit.
	maxMessage = 48_000_000
	// patience is how long a write may take. It only has to end: while it lasts no other write starts.
	patience = 30 * time.Second
)

func startProxy(listener net.Listener, server string) *proxy {
	p := &proxy{listener: listener, server: server, conns: map[net.Conn]struct{}{}}
	p.done.Add(1)
	go p.accept()
	return p
}

func (p *proxy) accept() {
	defer p.done.Done()
	for {
		client, err := p.listener.Accept()
		if err != nil {
			return
		}
		if !p.hold(client) {
			return
		}
		go func() {
			defer p.done.Done()
			defer p.release(client)
			server, err := net.Dial("tcp", p.server)
			if err != nil {
				return
			}
			defer server.Close()
			// A connection that fails is closed, and its driver opens another; there is no one to tell.
			_ = p.serve(client, server)
		}()
	}
}

func (p *proxy) hold(c net.Conn) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.conns == nil {
		c.Close()
		return false
	}
	p.conns[c] = struct{}{}
	p.done.Add(1)
	return true
}

func (p *proxy) release(c net.Conn) {
	c.Close()
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.conns, c)
}

func (p *proxy) stop() {
	p.listener.Close()
	p.mu.Lock()
	for c := range p.conns {
		c.Close()
	}
	p.conns = nil
	p.mu.Unlock()
	p.done.Wait()
}

// serve passes requests on one by one: drivers do not pipeline on a connection.
func (p *proxy) serve(client, server net.Conn) error {
	for {
		request, err := readMessage(client)
		if err != nil {
			return err
		}
		if request.writes() {
			err = p.write(client, server, request)
		} else {
			err = exchange(client, server, request)
		}
		if err != nil {
			return err
		}
	}
}

func (p *proxy) write(client, server net.Conn, request message) error {
	p.writing.Lock()
	defer p.writing.Unlock()
	if err := server.SetDeadline(time.Now().Add(patience)); err != nil {
		return err
	}
	if err := exchange(client, server, request); err != nil {
		return err
	}
	return server.SetDeadline(time.Time{})
}

// exchange sends a request and passes back what is answered. A client that went away meanwhile does not cut
// the answer short: a write is over only when the server says so.
func exchange(client, server net.Conn, request message) error {
	if _, err := server.Write(request); err != nil {
		return err
	}
	if request.flags()&moreToCome != 0 {
		return nil
	}
	for {
		answer, err := readMessage(server)
		if err != nil {
			return err
		}
		if _, err := client.Write(answer); err != nil {
			return err
		}
		if answer.flags()&moreToCome == 0 {
			return nil
		}
	}
}

// message is one of the wire protocol: a header of 16 bytes (length, id, id answered, operation), a body.
type message []byte

func readMessage(from io.Reader) (message, error) {
	var length [4]byte
	if _, err := io.ReadFull(from, length[:]); err != nil {
		return nil, err
	}
	n := binary.LittleEndian.Uint32(length[:])
	if n < 16 || n > maxMessage {
		return nil, fmt.Errorf("mongo: a message of %d bytes", n)
	}
	m := make(message, n)
	copy(m, length[:])
	_, err := io.ReadFull(from, m[4:])
	return m, err
}

func (m message) operation() uint32 { return binary.LittleEndian.Uint32(m[12:]) }

// flags of an OP_MSG; none for the older operations that a driver's first words may be in.
func (m message) flags() uint32 {
	if m.operation() != opMsg || len(m) < 20 {
		return 0
	}
	return binary.LittleEndian.Uint32(m[16:])
}

// writes tells whether the message is a command that changes something.
func (m message) writes() bool {
	command, err := m.command()
	if err != nil {
		return false // the server will say what is wrong with it
	}
	switch command {
	case "findAndModify", "findandmodify", "update", "insert", "delete", "bulkWrite",
		"create", "createIndexes", "drop", "dropDatabase", "dropIndexes", "renameCollection", "collMod":
		return true
	}
	return false
}

var errShape = errors.New("mongo: not an OP_MSG with a command")

// command is the name of the first element of the section of kind 0, the body; sections of kind 1, which
// carry the documents of a bulk write, may come before it.
func (m message) command() (string, error) {
	if m.operation() != opMsg || len(m) < 20 {
		return "", errShape
	}
	for rest := m[20:]; len(rest) > 5; {
		kind, size := rest[0], binary.LittleEndian.Uint32(rest[1:])
		if uint64(size)+1 > uint64(len(rest)) || size < 5 {
			return "", errShape
		}
		if kind != 0 {
			rest = rest[1+size:]
			continue
		}
		// A document: its length, then a type byte and the name of the first element, ended by a zero.
		name := rest[6 : 1+size]
		for i, b := range name {
			if b == 0 {
				return string(name[:i]), nil
			}
		}
		return "", errShape
	}
	return "", errShape
}
