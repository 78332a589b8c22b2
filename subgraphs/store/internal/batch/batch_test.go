package batch_test

import (
	"context"
	"errors"
	"strconv"
	"sync"
	"testing"
	"testing/synctest"

	"github.com/blooming-blooms/bloom/subgraphs/store/internal/batch"
)

func TestOneLookUpForAllWhoAskAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		lookUps := 0
		l := batch.New(func(_ context.Context, keys []int) (map[int]string, error) {
			lookUps++
			found := map[int]string{}
			for _, k := range keys {
				found[k] = strconv.Itoa(k)
			}
			return found, nil
		})
		var asking sync.WaitGroup
		for i := range 100 {
			asking.Go(func() {
				found, err := l.Load(t.Context(), []int{i, i % 7})
				if err != nil || found[i] != strconv.Itoa(i) || found[i%7] == "" {
					t.Errorf("%d: %v, %v", i, found[i], err)
				}
			})
		}
		asking.Wait()
		if lookUps != 1 {
			t.Errorf("%d look-ups; want 1", lookUps)
		}
		if _, err := l.Load(t.Context(), []int{1}); err != nil || lookUps != 2 {
			t.Errorf("%d look-ups, %v; want another, for nothing is remembered", lookUps, err)
		}
	})
}

func TestWhoGivesUpLeavesTheOthersTheirAnswer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := batch.New(func(ctx context.Context, keys []int) (map[int]int, error) {
			return map[int]int{1: 1}, ctx.Err()
		})
		leaving, leave := context.WithCancel(t.Context())
		var asking sync.WaitGroup
		asking.Go(func() {
			if _, err := l.Load(leaving, []int{1}); !errors.Is(err, context.Canceled) {
				t.Errorf("who left got %v", err)
			}
		})
		synctest.Wait() // the first began the batch
		asking.Go(func() {
			if found, err := l.Load(t.Context(), []int{1}); err != nil || found[1] != 1 {
				t.Errorf("who stayed got %v, %v", found, err)
			}
		})
		leave()
		asking.Wait()
	})
}

func TestAllGetTheError(t *testing.T) {
	boom := errors.New("boom")
	for name, load := range map[string]func(context.Context, []int) (map[int]int, error){
		"error": func(context.Context, []int) (map[int]int, error) { return nil, boom },
		"panic": func(context.Context, []int) (map[int]int, error) { panic("boom") },
	} {
		if _, err := batch.New(load).Load(t.Context(), []int{1}); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}
