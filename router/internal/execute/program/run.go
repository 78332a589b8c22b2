package program

import (
	"bytes"
	"context"
	"errors"
	"hash/maphash"
	"net/http"
	"slices"
	"sync"

	"github.com/buger/jsonparser"
	"github.com/wundergraph/graphql-go-tools/v2/pkg/engine/resolve"
)

// ErrUnusual says that the engine has to repeat the run, in the context of Memory.
var ErrUnusual = errors.New("the run met something out of the ordinary")

// Request is what a run needs to know of a request.
type Request struct {
	Variables Bound
	// Headers makes those of a subgraph request.
	Headers func(subgraph string) http.Header
	// Memory remembers the answers, if the engine has to repeat the run.
	Memory *Memory
	// Room is asked for memory of about the size, in bytes, of the client's answer. That is when all is there
	// to write it: while a run waits for subgraphs it holds none. nil takes what it needs.
	Room func(size int) []byte
}

// Run makes the client's answer.
func (p *Program) Run(ctx context.Context, req *Request) ([]byte, error) {
	r, _ := p.runs.Get().(*run)
	if r == nil {
		r = &run{unique: map[string]int{}, scanner: scanner{known: map[uint64]*node{}, seed: maphash.MakeSeed()}}
	}
	r.ctx, r.req, r.alike = ctx, req, !p.conditional
	r.root = r.memory.node()
	r.root.kind = object
	if !r.step(p.steps) {
		p.release(r)
		return nil, ErrUnusual
	}
	size := int(p.size.Load())
	size += size / 8
	var out []byte
	if req.Room != nil {
		out = req.Room(size)
	} else {
		out = make([]byte, 0, size)
	}
	w := &r.writer
	w.out, w.types, w.once = append(out, `{"data":`...), w.types[:0], !p.inPlace
	w.depth, w.failed = 0, 0
	near := 0
	ok := w.write(p.root, r.root, &near)
	out, w.out = append(w.out, '}'), nil
	p.release(r)
	p.size.Store(int64(len(out)))
	if !ok {
		return out, ErrUnusual
	}
	return out, nil
}

// run is the state of one execution, used again by those that follow.
type run struct {
	ctx  context.Context
	req  *Request
	root *node
	// mu is held by whoever reads or changes nodes, which is everybody but when waiting for a subgraph.
	mu      sync.Mutex
	memory  memory
	scanner scanner
	writer  writer
	round   uint32 // the last selection
	targets []*node
	more    []*node
	unique  map[string]int
	alike   bool
}

// release keeps the run for another; one that panicked is not kept.
func (p *Program) release(r *run) {
	r.memory.reset()
	clear(r.scanner.stack[:cap(r.scanner.stack)])
	clear(r.targets[:cap(r.targets)])
	clear(r.more[:cap(r.more)])
	clear(r.unique)
	clear(r.scanner.known)
	r.scanner.in, r.ctx, r.req, r.root, r.writer.out = nil, nil, nil, nil, nil
	r.round = 0
	p.runs.Put(r)
}

func (r *run) step(s *step) bool {
	switch {
	case s.fetch != nil:
		return r.fetch(s.fetch)
	case !s.parallel:
		for _, child := range s.children {
			if !r.step(child) {
				return false
			}
		}
		return true
	}
	var wait sync.WaitGroup
	good := make([]bool, len(s.children))
	last := len(s.children) - 1
	for i := range last {
		wait.Go(func() {
			defer func() {
				if thrown := recover(); thrown != nil {
					good[i] = false // the engine repeats it, and will say what is wrong
				}
			}()
			good[i] = r.step(s.children[i])
		})
	}
	if last >= 0 {
		good[last] = r.step(s.children[last])
	}
	wait.Wait()
	return !slices.Contains(good, false)
}

// asked is what a look-up asked for: where each entity of the answer goes.
type asked struct {
	left    bool // nothing was asked
	targets [][]*node
}

func (r *run) fetch(f *fetch) bool {
	body, lookups, result := r.prepare(f)
	if body == nil {
		return result
	}
	answer, err := f.sender.Send(r.ctx, f.url, r.req.Headers(f.subgraph), body)
	if err != nil {
		return false
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.req.Memory.remember(f.url, body, answer)
	return r.join(f, lookups, answer.Body)
}

// prepare makes the request's body; nil where nothing has to be asked, or, with false, the run ends.
func (r *run) prepare(f *fetch) (body []byte, lookups []asked, ok bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	body = make([]byte, 0, 1024)
	var undefined []string
	body = r.fill(body, f.header, &undefined)
	anything := f.kind == single
	if !anything {
		lookups = make([]asked, len(f.entries))
	}
	for i := range f.entries {
		if f.kind == single {
			break
		}
		e := &f.entries[i]
		body = append(body, e.prefix...)
		if body, ok = r.representations(body, f, e, &lookups[i]); !ok {
			return nil, nil, false
		}
		anything = anything || !lookups[i].left
		if f.kind == multi {
			body = append(body, e.switchOn...)
			if lookups[i].left {
				body = append(body, "false"...)
			} else {
				body = append(body, "true"...)
			}
			for _, v := range e.variables {
				before := len(body)
				var missing []string
				body = r.fill(append(body, v.key...), v.value, &missing)
				if len(missing) > 0 {
					body = body[:before]
				}
			}
		}
	}
	if !anything {
		return nil, nil, true
	}
	body = r.fill(body, f.footer, &undefined)
	if f.kind != multi {
		for _, name := range undefined {
			if body, ok = without(body, name); !ok {
				return nil, nil, false
			}
		}
	}
	return body, lookups, true
}

func (r *run) fill(body []byte, t template, undefined *[]string) []byte {
	for i := range t {
		s := &t[i]
		switch {
		case s.variable < 0:
			body = append(body, s.fixed...)
		case r.req.Variables[s.variable] == nil:
			*undefined = append(*undefined, s.name)
			body = append(body, "null"...)
		default:
			body = append(body, r.req.Variables[s.variable]...)
		}
	}
	return body
}

// without drops a variable that the client left out: it stands as null in the body, which is something else.
func without(body []byte, name string) ([]byte, bool) {
	variables, _, _, err := jsonparser.Get(body, "variables")
	if err != nil {
		return nil, false
	}
	if value, kind, _, err := jsonparser.Get(variables, name); err != nil || kind != jsonparser.Null || string(value) != "null" {
		return body, true
	}
	body, err = jsonparser.Set(body, jsonparser.Delete(bytes.Clone(variables), name), "variables")
	return body, err == nil
}

// representations writes those of the entities that the entry is about, each once.
func (r *run) representations(body []byte, f *fetch, e *entry, a *asked) ([]byte, bool) {
	targets := r.selected(e.path)
	if f.kind == entity && len(targets) > 1 {
		return nil, false
	}
	clear(r.unique)
	w := &r.writer
	w.out, w.once = body, false
	start := len(w.out)
	for _, target := range targets {
		for _, form := range e.items {
			from := len(w.out)
			if len(a.targets) > 0 {
				w.out = append(w.out, ',')
			}
			begun := len(w.out)
			near := 0
			w.types, w.depth, w.failed = w.types[:0], 0, 0
			ok := w.write(form, target, &near)
			if !ok && (w.failed > 1 || !e.skipErrors) {
				return nil, false
			}
			written := w.out[begun:]
			if !ok || e.skipNull && string(written) == "null" || e.skipEmpty && string(written) == "{}" {
				w.out = w.out[:from]
				continue
			}
			if i, known := r.unique[string(written)]; known {
				a.targets[i] = append(a.targets[i], target)
				w.out = w.out[:from]
				break
			}
			r.unique[string(written)] = len(a.targets)
			a.targets = append(a.targets, []*node{target})
		}
	}
	body, w.out = w.out, nil
	if len(a.targets) == 0 {
		a.left = true
		body = body[:start]
	}
	return body, true
}

// selected are the nodes at the path, each once, however many places it stands in.
func (r *run) selected(path []resolve.FetchItemPathElement) []*node {
	now := append(r.targets[:0], r.root)
	next := r.more[:0]
	for i := range path {
		element := &path[i]
		if len(element.Path) == 0 {
			continue
		}
		r.round++
		next = next[:0]
		for _, n := range now {
			if n.typeName != nil && len(element.TypeNames) > 0 && !slices.Contains(element.TypeNames, string(n.typeName)) {
				continue
			}
			found := n.at(element.Path)
			switch {
			case found == nil:
			case found.kind == list:
				if found.seen == r.round {
					continue
				}
				found.seen = r.round
				for _, m := range found.members {
					if m.value.seen != r.round {
						m.value.seen = r.round
						next = append(next, m.value)
					}
				}
			case found.seen != r.round:
				found.seen = r.round
				next = append(next, found)
			}
		}
		now, next = next, now
	}
	r.targets, r.more = now, next
	return now
}

// join puts a subgraph's answer where it belongs.
func (r *run) join(f *fetch, lookups []asked, answer []byte) bool {
	r.scanner.memory, r.scanner.alike = &r.memory, r.alike
	response := r.scanner.scan(answer)
	if response == nil || response.kind != object {
		return false
	}
	if errors, _ := response.get("errors", 0); !errors.isNull() && (errors.kind != list || len(errors.members) > 0) {
		return false
	}
	if f.kind == single {
		data := response.at(f.entries[0].data)
		if data.isNull() || data.kind != object {
			return false
		}
		merged, ok := r.merge(r.root, data, 0)
		return ok && merged == r.root
	}
	for i := range f.entries {
		if !r.joinEntry(f, &f.entries[i], &lookups[i], response) {
			return false
		}
	}
	return true
}

func (r *run) joinEntry(f *fetch, e *entry, a *asked, response *node) bool {
	if a.left {
		return true
	}
	data := response.at(e.data)
	if f.kind == entity {
		if data.isNull() {
			entities := response.at(e.data[:len(e.data)-1])
			return entities != nil && entities.kind == list // nobody knows the entity
		}
		return r.joinAll(a.targets[0], data)
	}
	if data.isNull() || data.kind != list {
		return false
	}
	if e.alone && len(data.members) == 0 {
		return true
	}
	if len(data.members) != len(a.targets) {
		return false
	}
	for i, targets := range a.targets {
		if !r.joinAll(targets, data.members[i].value) {
			return false
		}
	}
	return true
}

func (r *run) joinAll(targets []*node, found *node) bool {
	for _, target := range targets {
		if merged, ok := r.merge(target, found, 0); !ok || merged != target {
			return false
		}
	}
	return true
}
