package illustration

import (
	"math"
	"strconv"
)

// matrix is an affine map in SVG's order: x' = a*x + c*y + e, y' = b*x + d*y + f.
type matrix struct{ a, b, c, d, e, f float64 }

var still = matrix{1, 0, 0, 1, 0, 0}

func move(x, y float64) matrix { return matrix{1, 0, 0, 1, x, y} }

// turn turns clockwise, in degrees.
func turn(degrees float64) matrix {
	sin, cos := math.Sincos(degrees * math.Pi / 180)
	return matrix{cos, sin, -sin, cos, 0, 0}
}

func stretch(x, y float64) matrix { return matrix{x, 0, 0, y, 0, 0} }

// then applies m after n: the point goes through n first.
func (m matrix) then(n matrix) matrix {
	return matrix{
		m.a*n.a + m.c*n.b, m.b*n.a + m.d*n.b,
		m.a*n.c + m.c*n.d, m.b*n.c + m.d*n.d,
		m.a*n.e + m.c*n.f + m.e, m.b*n.e + m.d*n.f + m.f,
	}
}

func (m matrix) apply(x, y float64) (float64, float64) {
	return m.a*x + m.c*y + m.e, m.b*x + m.d*y + m.f
}

type point struct{ x, y float64 }

// polar is the point at a distance in a direction; 0 degrees is up, clockwise.
func polar(radius, degrees float64) point {
	sin, cos := math.Sincos(degrees * math.Pi / 180)
	return point{radius * sin, -radius * cos}
}

// shape writes path data: relative commands in tenths, because they are the shortest. The pen's place is kept
// rounded, so that errors of rounding do not add up.
type shape struct {
	m          matrix
	data       []byte
	x, y       int
	startX     int
	startY     int
	afterDigit bool
}

func at(m matrix) *shape { return &shape{m: m} }

// under draws what follows under another matrix.
func (s *shape) under(m matrix) *shape {
	s.m = m
	return s
}

func (s *shape) place(x, y float64) (int, int) {
	x, y = s.m.apply(x, y)
	return int(math.Round(x * 10)), int(math.Round(y * 10))
}

func (s *shape) command(letter byte) {
	s.data = append(s.data, letter)
	s.afterDigit = false
}

func (s *shape) number(tenths int) {
	if s.afterDigit && tenths >= 0 {
		s.data = append(s.data, ' ')
	}
	s.data = appendTenths(s.data, tenths)
	s.afterDigit = true
}

func appendTenths(b []byte, tenths int) []byte {
	if tenths < 0 {
		b = append(b, '-')
		tenths = -tenths
	}
	whole, part := tenths/10, tenths%10
	if whole > 0 || part == 0 {
		b = strconv.AppendInt(b, int64(whole), 10)
	}
	if part > 0 {
		b = append(b, '.', byte('0'+part))
	}
	return b
}

func (s *shape) to(x, y float64) *shape {
	toX, toY := s.place(x, y)
	letter, dx, dy := byte('M'), toX, toY
	if len(s.data) > 0 {
		letter, dx, dy = 'm', toX-s.x, toY-s.y
	}
	s.x, s.y = toX, toY
	s.startX, s.startY = s.x, s.y
	s.command(letter)
	s.number(dx)
	s.number(dy)
	return s
}

func (s *shape) points(letter byte, coordinates ...float64) *shape {
	s.command(letter)
	var x, y int
	for i := 0; i < len(coordinates); i += 2 {
		x, y = s.place(coordinates[i], coordinates[i+1])
		s.number(x - s.x)
		s.number(y - s.y)
	}
	s.x, s.y = x, y
	return s
}

func (s *shape) line(x, y float64) *shape { return s.points('l', x, y) }

func (s *shape) quad(cx, cy, x, y float64) *shape { return s.points('q', cx, cy, x, y) }

func (s *shape) curve(ax, ay, bx, by, x, y float64) *shape {
	return s.points('c', ax, ay, bx, by, x, y)
}

func (s *shape) close() *shape {
	s.command('z')
	s.x, s.y = s.startX, s.startY
	return s
}

// dot is a line so short that only its round caps show.
func (s *shape) dot(x, y float64) *shape {
	s.to(x, y)
	s.data = append(s.data, "h.1"...)
	s.afterDigit = false
	s.x++
	return s
}

func (s *shape) String() string { return string(s.data) }

// petal is a petal that grows up from the origin.
type petal struct {
	length, width float64
	belly         float64 // where it is widest, as a part of the length
	tip           float64 // 0 ends in a point, 1 is broad and round
	foot          float64 // 0 starts in a point, 1 as broad as it is
	notch         float64 // depth of a dent in the tip, as a part of the length
	bend          float64 // how far the tip leans sideways
}

func (p petal) draw(s *shape) *shape {
	h, l := p.width/2, p.length
	by := l * p.belly
	up := by + (l-by)*0.55
	s.to(-h*p.foot*0.5, 0)
	s.curve(-h*(p.foot*0.6+0.35), -by*0.3, -h, -by*0.6, -h+p.bend*0.3, -by)
	if p.notch > 0 {
		s.curve(-h+p.bend*0.5, -up, -h*p.tip, -l, -h*0.32+p.bend, -l)
		s.quad(-h*0.05+p.bend, -l, p.bend, -l*(1-p.notch))
		s.quad(h*0.05+p.bend, -l, h*0.32+p.bend, -l)
	} else {
		s.curve(-h+p.bend*0.5, -up, -h*p.tip+p.bend, -l, p.bend, -l)
	}
	s.curve(h*p.tip+p.bend, -l, h+p.bend*0.5, -up, h+p.bend*0.3, -by)
	s.curve(h, -by*0.6, h*(p.foot*0.6+0.35), -by*0.3, h*p.foot*0.5, 0)
	return s.close()
}

// lip is the rim of the petal, as deep as asked (a part of the length): the light edge of a rolled petal.
func (p petal) lip(s *shape, depth float64) *shape {
	h, l := p.width/2, p.length
	by := l * p.belly
	up := by + (l-by)*0.55
	s.to(-h+p.bend*0.3, -by)
	s.curve(-h+p.bend*0.5, -up, -h*p.tip+p.bend, -l, p.bend, -l)
	s.curve(h*p.tip+p.bend, -l, h+p.bend*0.5, -up, h+p.bend*0.3, -by)
	s.curve(h*0.9, -up*(1-depth*0.6), h*0.6+p.bend, -l*(1-depth), p.bend*0.8, -l*(1-depth))
	s.curve(-h*0.6+p.bend, -l*(1-depth), -h*0.9, -up*(1-depth*0.6), -h+p.bend*0.3, -by)
	return s.close()
}

// soft closes a smooth outline that is drawn towards the points, as a B-spline is.
func soft(s *shape, points []point) *shape {
	n := len(points)
	middle := func(a, b point) point { return point{(a.x + b.x) / 2, (a.y + b.y) / 2} }
	start := middle(points[n-1], points[0])
	s.to(start.x, start.y)
	for i, p := range points {
		m := middle(p, points[(i+1)%n])
		s.quad(p.x, p.y, m.x, m.y)
	}
	return s.close()
}

// ellipse as four curves, so that it can be turned and joined to other outlines.
func ellipse(s *shape, x, y, rx, ry float64) *shape {
	const k = 0.5523
	s.to(x-rx, y)
	s.curve(x-rx, y-ry*k, x-rx*k, y-ry, x, y-ry)
	s.curve(x+rx*k, y-ry, x+rx, y-ry*k, x+rx, y)
	s.curve(x+rx, y+ry*k, x+rx*k, y+ry, x, y+ry)
	s.curve(x-rx*k, y+ry, x-rx, y+ry*k, x-rx, y)
	return s.close()
}

// fan is a petal with a worked edge: from the origin to an arc between two directions, whose radius the edge
// function gives at each step (0 to steps). Rounded edges wave, sharp ones are cut as with pinking shears.
func fan(s *shape, from, to float64, steps int, rounded bool, edge func(step int) float64) *shape {
	s.to(0, 0)
	place := func(i int) point { return polar(edge(i), from+(to-from)*float64(i)/float64(steps)) }
	first := place(0)
	if !rounded {
		out := polar(edge(0)*0.6, from-5)
		s.quad(out.x, out.y, first.x, first.y)
		for i := 1; i <= steps; i++ {
			p := place(i)
			s.line(p.x, p.y)
		}
	} else {
		out := polar(edge(0)*0.7, from-9)
		s.quad(out.x, out.y, first.x, first.y)
		for i := 1; i < steps; i++ {
			p, q := place(i), place(i+1)
			if i == steps-1 {
				s.quad(p.x, p.y, q.x, q.y)
				break
			}
			s.quad(p.x, p.y, (p.x+q.x)/2, (p.y+q.y)/2)
		}
	}
	back := polar(edge(steps)*0.65, to+7)
	s.quad(back.x, back.y, 0, 0)
	return s.close()
}
