package delivery

import (
	"slices"
	"testing"

	"github.com/segmentio/kafka-go"
)

func TestProgressIsWithoutGaps(t *testing.T) {
	at := func(offset int64) kafka.Message { return kafka.Message{Topic: "t", Offset: offset} }
	tests := []struct {
		name string
		run  func(p *progress)
		want []int64
	}{
		{"nothing is finished", func(p *progress) { p.start(at(1)) }, nil},
		{"a gap holds back what is behind it", func(p *progress) {
			p.start(at(1))
			p.start(at(2))
			p.start(at(3))
			p.finish(at(3))
			p.finish(at(1))
		}, []int64{1}},
		{"offsets need not be dense", func(p *progress) {
			p.start(at(1))
			p.start(at(7))
			p.finish(at(7))
			p.finish(at(1))
		}, []int64{7}},
		{"a partition that comes back is begun again", func(p *progress) {
			p.start(at(5))
			p.start(at(6))
			p.finish(at(6)) // 5 is still in a lane when the partition goes, and comes back
			p.start(at(5))
			p.start(at(6))
			p.finish(at(5))
		}, []int64{5}},
		{"what was begun before counts once it is begun again", func(p *progress) {
			p.start(at(5))
			p.start(at(6))
			p.start(at(5))
			p.finish(at(6)) // of before: 6 is not begun again yet
			p.start(at(6))
			p.finish(at(5))
			p.finish(at(6))
		}, []int64{6}},
		{"a partition that comes back further on waits for what was left of it", func(p *progress) {
			p.start(at(5))
			p.start(at(9))
			p.finish(at(9))
		}, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			p := newProgress()
			test.run(p)
			var got []int64
			for _, m := range p.take() {
				got = append(got, m.Offset)
			}
			if !slices.Equal(got, test.want) {
				t.Errorf("can be committed: %v, want %v", got, test.want)
			}
			if again := p.take(); again != nil {
				t.Errorf("given twice: %v", again)
			}
		})
	}
}
