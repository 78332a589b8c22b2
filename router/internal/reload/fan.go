package reload

import (
	"context"
	"os"
)

// Fan passes each signal on to n watchers. One that has not yet looked because of the last signal will look
// because of this one.
func Fan(ctx context.Context, from <-chan os.Signal, n int) []<-chan os.Signal {
	to := make([]chan os.Signal, n)
	out := make([]<-chan os.Signal, n)
	for i := range to {
		to[i] = make(chan os.Signal, 1)
		out[i] = to[i]
	}
	if from == nil {
		return out
	}
	go func() {
		for {
			select {
			case <-ctx.Done():
				return
			case signal := <-from:
				for _, c := range to {
					select {
					case c <- signal:
					default:
					}
				}
			}
		}
	}()
	return out
}
