// Command router measures the router, and beside it any other that is given by OTHER_ROUTER, a shell command
// that is run with PORT and SUPERGRAPH set. They take turns round by round, so that whatever else the
// machine does hurts both alike:
//
//	make bench-router
//	make bench-router OTHER_ROUTER='./router -config bench.yaml'
package main

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"text/tabwriter"
	"time"
)

//go:embed graph/supergraph.graphql
var supergraphSDL string

//go:embed small.graphql
var smallQuery string

//go:embed deep.graphql
var deepQuery string

const (
	rounds    = 3
	roundTime = 1800 * time.Millisecond
	warmTime  = 600 * time.Millisecond
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx); err != nil {
		fmt.Fprintln(os.Stderr, "bench-router:", err)
		os.Exit(1)
	}
}

// scenario is a row of the table.
type scenario struct {
	name        string
	body        []byte
	connections int
	signedIn    bool
}

func scenarios() ([]scenario, error) {
	small, err := json.Marshal(map[string]any{"query": smallQuery, "variables": map[string]any{"first": 5}})
	if err != nil {
		return nil, err
	}
	deep, err := json.Marshal(map[string]any{"query": deepQuery})
	if err != nil {
		return nil, err
	}
	all := []scenario{
		{"small, 50", small, 50, true}, {"small, 200", small, 200, true},
		{"deep, 50", deep, 50, true}, {"deep, 200", deep, 200, true},
		{"small, guests, 50", small, 50, false},
	}
	if only := os.Getenv("ONLY"); only != "" {
		all = slices.DeleteFunc(all, func(s scenario) bool { return !strings.HasPrefix(s.name, only) })
	}
	return all, nil
}

func run(ctx context.Context) error {
	ours := os.Getenv("ROUTER")
	if ours == "" {
		return fmt.Errorf("ROUTER is not set: run it by `make bench-router`")
	}
	rows, err := scenarios()
	if err != nil {
		return err
	}
	pin()
	folder, err := os.MkdirTemp("", "bench-router-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	subgraphs, supergraph, err := serveSubgraphs(folder)
	if err != nil {
		return err
	}
	tokens, err := newIssuer()
	if err != nil {
		return err
	}
	defer tokens.close()
	signed := make([]string, 200)
	for i := range signed {
		signed[i] = tokens.token(i)
	}

	var routers []*process
	commands := [][2]string{{"ours", ours}}
	if other := os.Getenv("OTHER_ROUTER"); other != "" {
		commands = append(commands, [2]string{"other", other})
	}
	for _, c := range commands {
		p, err := start(ctx, c[0], c[1], supergraph, []string{"JWKS_URL=" + tokens.url, "IDENTITY_KEY=" + tokens.identityKey})
		if err != nil {
			return err
		}
		defer p.stop()
		routers = append(routers, p)
	}

	results := map[string]*measured{}
	for _, s := range rows {
		if err := compare(ctx, s, routers, subgraphs, signed, results); err != nil {
			return fmt.Errorf("%s: %w", s.name, err)
		}
	}
	return show(rows, routers, results)
}

// pin leaves the last core to the router that is being measured.
func pin() {
	if runtime.NumCPU() > 1 {
		others := fmt.Sprintf("0-%d", runtime.NumCPU()-2)
		_ = exec.Command("taskset", "-a", "-cp", others, fmt.Sprint(os.Getpid())).Run() // without it, results are less steady
	}
}

func serveSubgraphs(folder string) ([]*subgraph, string, error) {
	var all []*subgraph
	sdl := supergraphSDL
	for _, name := range []string{"accounts", "inventory", "products", "reviews"} {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			return nil, "", err
		}
		s := &subgraph{name: name, data: fixedData()}
		go s.serve(l)
		all = append(all, s)
		sdl = strings.ReplaceAll(sdl, "http://"+name+".bench/", "http://"+l.Addr().String()+"/")
	}
	path := filepath.Join(folder, "supergraph.graphql")
	return all, path, os.WriteFile(path, []byte(sdl), 0o600)
}

// measured is what was seen of one router in one scenario.
type measured struct {
	rates    []float64
	took     []time.Duration
	cpu      time.Duration
	requests int64
	bytes    int
	memory   int64
}

func compare(ctx context.Context, s scenario, routers []*process, subgraphs []*subgraph, tokens []string, into map[string]*measured) error {
	var sums [][32]byte
	for round := range rounds + 1 {
		for _, router := range routers {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			l := load{address: router.address, body: s.body, connections: s.connections, duration: roundTime}
			if s.signedIn {
				l.tokens = tokens
			}
			if round == 0 {
				l.duration = warmTime
			}
			asked := -count(subgraphs)
			before, err := router.cpu()
			if err != nil {
				return err
			}
			began := time.Now()
			got, err := l.run()
			if err != nil {
				return fmt.Errorf("%s: %w", router.name, err)
			}
			took := time.Since(began)
			after, err := router.cpu()
			if err != nil {
				return err
			}
			asked += count(subgraphs)
			if round == 0 {
				sums = append(sums, got.sum)
				continue
			}
			m := into[s.name+router.name]
			if m == nil {
				m = &measured{}
				into[s.name+router.name] = m
			}
			m.rates = append(m.rates, float64(len(got.took))/took.Seconds())
			m.took = append(m.took, got.took...)
			m.cpu += after - before
			m.requests += asked
			m.bytes = got.bytes
			if m.memory, err = router.memory(); err != nil {
				return err
			}
		}
	}
	if len(sums) == 2 && sums[0] != sums[1] {
		return fmt.Errorf("the two routers' answers differ")
	}
	return nil
}

func count(subgraphs []*subgraph) (sum int64) {
	for _, s := range subgraphs {
		sum += s.asked.Load()
	}
	return sum
}

func show(rows []scenario, routers []*process, results map[string]*measured) error {
	fmt.Printf("%d cores, %s; a router has one of them\n", runtime.NumCPU(), runtime.Version())
	for _, r := range routers {
		fmt.Printf("%s was ready after %d ms\n", r.name, r.ready.Milliseconds())
	}
	fmt.Println()
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, "query, connections\trouter\tper second\tp50 ms\tp95 ms\tp99 ms\tCPU ms per 1000\tmost MiB\tsubgraph requests\tbytes\t")
	for _, s := range rows {
		var ours *measured
		for _, r := range routers {
			m := results[s.name+r.name]
			slices.Sort(m.took)
			n := len(m.took)
			fmt.Fprintf(w, "%s\t%s\t%.0f\t%s\t%s\t%s\t%.0f\t%d\t%.2f\t%d\t\n", s.name, r.name, m.rate(),
				ms(m.took[n/2]), ms(m.took[n*95/100]), ms(m.took[n*99/100]), m.perThousand(), m.memory>>20,
				float64(m.requests)/float64(n), m.bytes)
			if ours == nil {
				ours = m
				continue
			}
			fmt.Fprintf(w, "\tours : %s\t%.2f\t%.2f\t%.2f\t%.2f\t%.2f\t%.2f\t\t\t\n", r.name, ours.rate()/m.rate(),
				ratio(ours, m, 50), ratio(ours, m, 95), ratio(ours, m, 99), ours.perThousand()/m.perThousand(), float64(ours.memory)/float64(m.memory))
		}
	}
	return w.Flush()
}

// rate is the median of the rounds.
func (m *measured) rate() float64 {
	sorted := slices.Sorted(slices.Values(m.rates))
	return sorted[len(sorted)/2]
}

// perThousand is in milliseconds of CPU.
func (m *measured) perThousand() float64 {
	return float64(m.cpu.Microseconds()) / float64(len(m.took))
}

// ratio needs both sorted.
func ratio(a, b *measured, percentile int) float64 {
	return float64(a.took[len(a.took)*percentile/100]) / float64(b.took[len(b.took)*percentile/100])
}

func ms(d time.Duration) string { return fmt.Sprintf("%.2f", float64(d.Microseconds())/1000) }
