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
	// Headers are those of a subgraph request. They are not changed; those of several may be the same.
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
		r = &run{unique: map[uint64]int{}, scanner: scanner{seed: maphash.MakeSeed()}}
	}
	r.ctx, r.req, r.alike = ctx, req, !p.conditional
	r.root = value{spanOf(object, 0, 0, 0), r.memory.node()}
	if !r.all(p.tasks, p.first) {
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
	w.docs, w.out, w.types, w.once = r.docs, append(out, `{"data":`...), w.types[:0], !p.inPlace
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
	root value
	docs docs
	// tasks are the fetches, left what each of them still waits for; under are those under way in other goroutines.
	tasks  []task
	left   []int
	failed bool
	under  sync.WaitGroup
	// mu is held by whoever reads or changes nodes, which is everybody but when waiting for a subgraph.
	mu      sync.Mutex
	memory  memory
	scanner scanner
	writer  writer
	round   uint32 // the last selection
	copied  uint32 // how many nodes have been
	targets []value
	more    []value
	// unique has the numbers of the representations, by their hash, and asked where they stand.
	unique map[uint64]int
	asked  []part
	alike  bool
}

// release keeps the run for another; one that panicked is not kept.
func (p *Program) release(r *run) {
	r.memory.reset()
	clear(r.docs)
	r.docs = r.docs[:0]
	r.scanner.in, r.ctx, r.req, r.tasks, r.root, r.writer.out, r.writer.docs = nil, nil, nil, nil, value{}, nil, nil
	r.round, r.copied = 0, 0
	p.runs.Put(r)
}

// all does the fetches, first those that need no other, each as soon as those are done that it needs. It is false where one ended the run.
func (r *run) all(tasks []task, first []int) bool {
	r.tasks, r.failed = tasks, false
	r.left = r.left[:0]
	for i := range tasks {
		r.left = append(r.left, tasks[i].needs)
	}
	r.begin(first)
	r.under.Wait()
	return !r.failed && !slices.ContainsFunc(r.left, func(n int) bool { return n > 0 })
}

// begin does the fetches at the same time, the last of them itself.
func (r *run) begin(ready []int) {
	for len(ready) > 0 {
		last := len(ready) - 1
		for _, i := range ready[:last] {
			r.under.Go(func() {
				defer func() {
					if thrown := recover(); thrown != nil {
						r.mu.Lock() // the engine repeats it, and will say what is wrong
						r.failed = true
						r.mu.Unlock()
					}
				}()
				r.begin(r.done(i))
			})
		}
		ready = r.done(ready[last])
	}
}

// done does the fetch, and gives those that are ready now.
func (r *run) done(i int) (ready []int) {
	ok := r.fetch(r.tasks[i].fetch)
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.failed = r.failed || !ok; r.failed {
		return nil
	}
	then := r.tasks[i].then
	n := 0
	for _, next := range then {
		if r.left[next]--; r.left[next] == 0 {
			n++
		}
	}
	if n == len(then) || n == 0 { // nearly always
		return then[:n]
	}
	for _, next := range then {
		if r.left[next] == 0 {
			ready = append(ready, next)
		}
	}
	return ready
}

// asked is what a look-up asked for: where each entity of the answer goes.
type asked struct {
	n       int // so many were asked for
	targets []target
	copied  uint32 // so many nodes had been copied until then
}

// part is from there to there.
type part struct{ from, to int }

// target is a place for the answer's entity of that number.
type target struct {
	value
	number int
}

func (r *run) fetch(f *fetch) bool {
	request := f.sender.Take(int(f.size.Load()))
	body, lookups, result := r.prepare(f, request.Bytes)
	if body == nil {
		request.Free()
		return result
	}
	request.holds(body)
	f.size.Store(int64(len(body)))
	answer, err := f.sender.Send(r.ctx, f.url, r.req.Headers(f.subgraph), body)
	if err != nil {
		request.Free()
		return false
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.req.Memory.remember(f.url, request, answer)
	return r.join(f, lookups, answer.Bytes)
}

// prepare appends the request's body; nil where nothing has to be asked, or, with false, the run ends.
func (r *run) prepare(f *fetch, body []byte) (_ []byte, lookups []asked, ok bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
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
		anything = anything || lookups[i].n > 0
		if f.kind == multi {
			body = append(body, e.switchOn...)
			if lookups[i].n == 0 {
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
	w.out, w.docs, w.once = body, r.docs, false
	start := len(w.out)
	a.targets = make([]target, 0, len(targets))
	a.copied = r.copied
	r.asked = r.asked[:0]
	for _, v := range targets {
		for _, form := range e.items {
			from := len(w.out)
			if a.n > 0 {
				w.out = append(w.out, ',')
			}
			begun := len(w.out)
			near := 0
			w.types, w.depth, w.failed = w.types[:0], 0, 0
			ok := w.write(form, v, &near)
			if !ok && (w.failed > 1 || !e.skipErrors) {
				return nil, false
			}
			written := w.out[begun:]
			if !ok || e.skipNull && string(written) == "null" || e.skipEmpty && string(written) == "{}" {
				w.out = w.out[:from]
				continue
			}
			hash := maphash.Bytes(r.scanner.seed, written)
			if i, known := r.unique[hash]; known && bytes.Equal(w.out[r.asked[i].from:r.asked[i].to], written) {
				a.targets = append(a.targets, target{v, i})
				w.out = w.out[:from]
				break
			}
			r.unique[hash] = a.n
			r.asked = append(r.asked, part{begun, len(w.out)})
			a.targets = append(a.targets, target{v, a.n})
			a.n++
		}
	}
	body, w.out = w.out, nil
	if a.n == 0 {
		body = body[:start]
	}
	return body, true
}

// selected are the values at the path, each node once, however many places it stands in.
func (r *run) selected(path []resolve.FetchItemPathElement) []value {
	now := append(r.targets[:0], r.root)
	next := r.more[:0]
	for i := range path {
		element := &path[i]
		if len(element.Path) == 0 {
			continue
		}
		r.round++
		next = next[:0]
		for _, v := range now {
			if v.kind() == object && v.node.typeName != 0 && len(element.TypeNames) > 0 && !slices.Contains(element.TypeNames, string(r.docs.unquoted(v.node.typeName))) {
				continue
			}
			if found := r.docs.follow(v, element.Path); found.kind() != nothing {
				next = r.spread(next, found)
			}
		}
		now, next = next, now
	}
	r.targets, r.more = now, next
	return now
}

// spread appends the value to those selected; of a list its items, and those of lists in it.
func (r *run) spread(selected []value, v value) []value {
	switch {
	case !r.first(v):
	case v.kind() == list:
		for _, m := range v.node.members {
			selected = r.spread(selected, m.value)
		}
	default:
		selected = append(selected, v)
	}
	return selected
}

// first tells whether the selection meets the value for the first time.
func (r *run) first(v value) bool {
	if v.node == nil {
		return true
	}
	again := v.node.seen == r.round
	v.node.seen = r.round
	return !again
}

// join puts a subgraph's answer where it belongs.
func (r *run) join(f *fetch, lookups []asked, answer []byte) bool {
	r.scanner.memory, r.scanner.alike = &r.memory, r.alike
	r.docs = append(r.docs, answer)
	response := r.scanner.scan(answer, len(r.docs)-1)
	if response.kind() != object {
		return false
	}
	if errors, _ := r.docs.get(response, "errors", 0); !errors.isNull() && (errors.kind() != list || len(errors.node.members) > 0) {
		return false
	}
	if f.kind == single {
		data := r.docs.follow(response, f.entries[0].data)
		if data.kind() != object {
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

func (r *run) joinEntry(f *fetch, e *entry, a *asked, response value) bool {
	if a.n == 0 {
		return true
	}
	data := r.docs.follow(response, e.data)
	if f.kind == entity {
		if data.isNull() {
			entities := r.docs.follow(response, e.data[:len(e.data)-1])
			return entities.kind() == list // nobody knows the entity
		}
		return r.joinOne(a.targets[0], data, a.copied)
	}
	if data.kind() != list {
		return false
	}
	if e.alone && len(data.node.members) == 0 {
		return true
	}
	if len(data.node.members) != a.n {
		return false
	}
	several := len(a.targets) > a.n
	for _, t := range a.targets {
		if n := data.node.members[t.number].node; several && n != nil {
			n.shared = true
		}
		if !r.joinOne(t, data.node.members[t.number].value, a.copied) {
			return false
		}
	}
	return true
}

func (r *run) joinOne(to target, found value, copied uint32) bool {
	merged, ok := r.merge(to.value, found, 0)
	return ok && merged == to.value && (to.node == nil || to.node.copies == nil || r.joinCopies(to.node, found, copied))
}

// joinCopies joins what was found to what has taken the node's place since it was asked for, because another
// subgraph answered meanwhile and told apart where it stood.
func (r *run) joinCopies(of *node, found value, since uint32) bool {
	for c := of.copies; c != nil; c = c.next {
		if c.made > since && found.node != nil {
			found.node.shared = true
			if merged, ok := r.merge(value{spanOf(object, 0, 0, 0), c}, found, 0); !ok || merged.node != c {
				return false
			}
		}
		if !r.joinCopies(c, found, since) {
			return false
		}
	}
	return true
}
