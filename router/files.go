package router

import (
	"context"

	"github.com/blooming-blooms/bloom/internal/service"
	"github.com/blooming-blooms/bloom/router/internal/persisted"
	"github.com/blooming-blooms/bloom/router/internal/reload"
)

// watched are the files, beside the supergraph, that may change while the router runs.
func (e *edge) watched(cfg Config) (watchers []*reload.Watcher, serving [][]byte) {
	add := func(what, path string, text []byte, take func(text []byte) error) {
		if path == "" {
			return
		}
		watchers = append(watchers, &reload.Watcher{
			What: what, Path: path, Every: cfg.ReloadEvery, Log: cfg.Log,
			Take: func(ctx context.Context, text []byte) error {
				if err := take(text); err != nil {
					return err
				}
				cfg.Log.InfoContext(ctx, what+" taken", "path", path)
				return nil
			},
		})
		serving = append(serving, text)
	}
	add("API keys", e.APIKeys, e.keysFile, func(text []byte) error {
		if err := e.keys.Take(text); err != nil {
			return err
		}
		if e.limiter == nil && e.keys.Limited() {
			cfg.Log.Warn("rates of API keys are not limited: there is no Redis to count in")
		}
		return nil
	})
	add("persisted operations", e.PersistedOperations, e.manifestFile, func(text []byte) error {
		manifest, err := persisted.Parse(text)
		if err != nil {
			return err
		}
		e.persisted.Take(manifest)
		return nil
	})
	return watchers, serving
}

// watching looks after the supergraph, which is sdl now, and the other files.
func (s *shared) watching(ctx context.Context, cfg Config, supergraph *reload.Watcher, sdl []byte) []service.Worker {
	watchers, serving := s.edge.watched(cfg)
	watchers, serving = append(watchers, supergraph), append(serving, sdl)
	signals := reload.Fan(ctx, cfg.Reload, len(watchers))
	var workers []service.Worker
	for i, w := range watchers {
		w.Now = signals[i]
		workers = append(workers, func(ctx context.Context) error { return w.Run(ctx, serving[i]) })
	}
	return workers
}
