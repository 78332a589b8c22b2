package execute

import (
	"runtime"
	"runtime/metrics"
	"sync"
	"time"
)

const (
	// fewPerProcessor is how many programs may always run, for each processor.
	fewPerProcessor = 32
	// queuePerProcessor is how many goroutines may wait for a processor before it counts as behind.
	queuePerProcessor = 1
	// pace is how often those who wait are looked after where nobody leaves.
	pace = time.Millisecond
)

// gate lets programs run: a few at any time, and more for as long as the processors keep up, which they do where
// programs wait for subgraphs. Beyond that, whoever comes waits for whoever is in: to begin more would end none of
// them sooner, and each of them holds the answers of its subgraphs.
type gate struct {
	few, most int
	behind    func() bool

	mu      sync.Mutex
	running int
	waiting []chan struct{} // the longest first
	looking bool            // look is due
}

// newGate has room for most at any time.
func newGate(most int) *gate {
	processors := runtime.GOMAXPROCS(0)
	return &gate{few: min(fewPerProcessor*processors, most), most: most, behind: func() bool {
		queue := [1]metrics.Sample{{Name: "/sched/goroutines/runnable:goroutines"}}
		metrics.Read(queue[:])
		return queue[0].Value.Kind() == metrics.KindUint64 && queue[0].Value.Uint64() > uint64(queuePerProcessor*processors)
	}}
}

// enter returns once the caller may run, until leave.
func (g *gate) enter() {
	g.mu.Lock()
	if len(g.waiting) == 0 && g.free() {
		g.running++
		g.mu.Unlock()
		return
	}
	turn := make(chan struct{})
	g.waiting = append(g.waiting, turn)
	if !g.looking {
		g.looking = true
		time.AfterFunc(pace, g.look)
	}
	g.mu.Unlock()
	<-turn
}

func (g *gate) leave() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.running--
	g.admit()
}

// look lets in who may, while those who run wait for subgraphs.
func (g *gate) look() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.admit()
	if g.looking = len(g.waiting) > 0; g.looking {
		time.AfterFunc(pace, g.look)
	}
}

// admit lets in as many as may run; each of them is one more that waits for a processor. g.mu is held.
func (g *gate) admit() {
	for len(g.waiting) > 0 && g.free() {
		g.running++
		close(g.waiting[0])
		g.waiting[0] = nil
		g.waiting = g.waiting[1:]
	}
}

func (g *gate) free() bool { return g.running < g.few || g.running < g.most && !g.behind() }
