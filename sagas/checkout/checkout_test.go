package checkout_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/blooming-blooms/bloom/sagas/checkout"
	"github.com/blooming-blooms/bloom/sagas/saga"
)

func TestEveryWordIsHeard(t *testing.T) {
	heard := map[string]bool{}
	for _, s := range checkout.Flow {
		heard[s.Hears] = true
	}
	for _, s := range checkout.Flow {
		for _, e := range s.Says {
			if !heard[e] {
				t.Errorf("%q says %s to nobody", s.Does, e)
			}
		}
	}
}

// Each step is claimed by exactly one service, and a service has one answer to an event.
func TestAServiceHearsAnEventOnce(t *testing.T) {
	seen := map[string]string{}
	for _, s := range checkout.Flow {
		key := s.Service + " hears " + s.Hears
		if other, ok := seen[key]; ok {
			t.Errorf("%s twice: to %s and to %s", key, other, s.Does)
		}
		seen[key] = s.Does
	}
}

// Whoever does something on the way forward that a failure must undo, undoes it.
func TestWhatIsDoneCanBeUndone(t *testing.T) {
	undo := map[string]bool{}
	for _, s := range checkout.Flow {
		if s.Undo {
			undo[s.Service] = true
			if s.Hears != "CheckoutFailed" {
				t.Errorf("%s undoes at %s", s.Service, s.Hears)
			}
		}
	}
	for _, s := range checkout.Flow {
		if slices.Contains(s.Says, "CheckoutFailed") && !undo[s.Service] {
			t.Errorf("%s may fail after it did something, and undoes nothing", s.Service)
		}
	}
}

// The diagram in the README of sagas/ is drawn from the steps.
func TestDiagram(t *testing.T) {
	readme, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	if want := saga.Diagram(checkout.Flow); !strings.Contains(string(readme), want) {
		t.Errorf("sagas/README.md has another diagram; this is the one:\n%s", want)
	}
}
