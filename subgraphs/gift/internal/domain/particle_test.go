package domain

import "testing"

func TestParticles(t *testing.T) {
	for word, want := range map[string][2]string{
		"장미": {"장미를", "장미로"}, "튤립": {"튤립을", "튤립으로"}, "연필": {"연필을", "연필로"}, "Rose": {"Rose를", "Rose로"}, "": {"를", "로"},
	} {
		if got := word + particle(word, "을", "를"); got != want[0] {
			t.Errorf("got %s, want %s", got, want[0])
		}
		if got := word + towards(word); got != want[1] {
			t.Errorf("got %s, want %s", got, want[1])
		}
	}
}
