// Command bench measures the whole system from a client's side and prints a table. It is run by
// `bloom system`, which starts the system on data of its own and gives its address:
//
//	make bench
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"runtime"
	"slices"
	"text/tabwriter"
	"time"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
	base := os.Getenv("BASE_URL")
	if base == "" {
		return fmt.Errorf("BASE_URL is not set: run it by `make bench`")
	}
	if err := firstPage(ctx, base); err != nil {
		return err
	}
	started, err := uptime(os.Getppid())
	if err != nil {
		return err
	}
	rows := []row{{"start to first page", "s", "under 20", fmt.Sprintf("%.1f", started.Seconds()), ""}}

	page, err := homePage(ctx, base)
	if err != nil {
		return fmt.Errorf("home page: %w", err)
	}
	rows = append(rows, row{"home page's query, p50", "ms", "under 5", ms(page.p50), "p99 " + ms(page.p99)})

	checkout, err := checkouts(ctx, base)
	if err != nil {
		return fmt.Errorf("checkout: %w", err)
	}
	rows = append(rows,
		row{"placeOrder to CONFIRMED seen, p50", "ms", "under 60", ms(checkout.p50), fmt.Sprintf("at %d orders a second", rate)},
		row{"placeOrder to CONFIRMED seen, p99", "ms", "under 300", ms(checkout.p99), fmt.Sprintf("of %d orders", orders)})

	memory, err := proportionalMemory(os.Getppid(), os.Getpid())
	if err != nil {
		return err
	}
	rows = append(rows, row{"memory of the whole system", "MiB", "under 1024", fmt.Sprint(memory >> 20), "shared pages counted once"})

	fmt.Printf("%d cores, %s, everything embedded\n\n", runtime.NumCPU(), runtime.Version())
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "what\tmeasured\taim\tunit\t")
	for _, r := range rows {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", r.what, r.measured, r.aim, r.unit, r.note)
	}
	return w.Flush()
}

type row struct{ what, unit, aim, measured, note string }

// latencies are what was measured of one thing.
type latencies struct{ p50, p99 time.Duration }

func summarise(all []time.Duration) latencies {
	slices.Sort(all)
	return latencies{all[len(all)/2], all[len(all)*99/100]}
}

func ms(d time.Duration) string { return fmt.Sprintf("%.1f", float64(d.Microseconds())/1000) }
