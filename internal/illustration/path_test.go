package illustration

import (
	"math"
	"testing"
)

func TestTenthsAreShort(t *testing.T) {
	for tenths, want := range map[int]string{0: "0", 5: ".5", -5: "-.5", 10: "1", -123: "-12.3", 1000: "100"} {
		if got := string(appendTenths(nil, tenths)); got != want {
			t.Errorf("%d tenths are written %q, want %q", tenths, got, want)
		}
	}
}

func TestRelativePathsDoNotDrift(t *testing.T) {
	s := at(still).to(0, 0)
	for i := 1; i <= 1000; i++ {
		s.line(float64(i)*0.14, 0)
	}
	if want := 1400; s.x != want {
		t.Errorf("after a thousand steps the pen is at %d tenths, want %d", s.x, want)
	}
}

func TestMatrixOrder(t *testing.T) {
	x, y := move(10, 0).then(turn(90)).then(stretch(2, 2)).apply(1, 0)
	if math.Abs(x-10) > 1e-9 || math.Abs(y-2) > 1e-9 {
		t.Errorf("scaled, turned, then moved: (%g, %g), want (10, 2)", x, y)
	}
	for _, c := range []struct {
		m    matrix
		want string
	}{
		{move(3, -1.25), "translate(3 -1.3)"},
		{move(1, 2).then(turn(30)).then(stretch(2, 2)), "translate(1 2)rotate(30)scale(2)"},
		{turn(20).then(stretch(1, 3)), "rotate(20)scale(1 3)"},
	} {
		if got := transform(c.m); got != c.want {
			t.Errorf("transform is %q, want %q", got, c.want)
		}
	}
}
