package illustration

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// canvas collects a picture. What is drawn goes to the top of a stack of sheets, so that a definition can be drawn
// while another one is.
type canvas struct {
	prefix string
	defs   strings.Builder
	sheets []*strings.Builder
	named  int
}

func newCanvas(prefix string) *canvas {
	return &canvas{prefix: prefix, sheets: []*strings.Builder{{}}}
}

func (c *canvas) write(parts ...string) {
	sheet := c.sheets[len(c.sheets)-1]
	for _, part := range parts {
		sheet.WriteString(part)
	}
}

// define draws something once, to be used by the name it returns.
func (c *canvas) define(draw func()) string {
	c.named++
	name := c.prefix + strconv.FormatInt(int64(c.named), 36)
	c.sheets = append(c.sheets, &strings.Builder{})
	draw()
	sheet := c.sheets[len(c.sheets)-1]
	c.sheets = c.sheets[:len(c.sheets)-1]
	fmt.Fprintf(&c.defs, `<g id="%s">%s</g>`, name, sheet.String())
	return name
}

func (c *canvas) group(attributes string, draw func()) {
	c.write("<g ", attributes, ">")
	draw()
	c.write("</g>")
}

// use puts a definition in its place; attributes may be empty.
func (c *canvas) use(name string, m matrix, attributes string) {
	if attributes != "" {
		attributes = " " + attributes
	}
	if t := transform(m); t != "" {
		attributes = ` transform="` + t + `"` + attributes
	}
	c.write(`<use href="#`, name, `"`, attributes, "/>")
}

// transform writes a matrix in the short form: a place, a turn, a scale (none of ours skew).
func transform(m matrix) string {
	var b strings.Builder
	if m.e != 0 || m.f != 0 {
		b.WriteString("translate(" + tenths(m.e) + " " + tenths(m.f) + ")")
	}
	sx := math.Hypot(m.a, m.b)
	sy := (m.a*m.d - m.b*m.c) / sx
	if angle := math.Round(math.Atan2(m.b, m.a) * 180 / math.Pi); angle != 0 {
		fmt.Fprintf(&b, "rotate(%g)", angle)
	}
	switch sx, sy := hundredths(sx), hundredths(sy); {
	case sx == sy && sx != "1":
		b.WriteString("scale(" + sx + ")")
	case sx != sy:
		b.WriteString("scale(" + sx + " " + sy + ")")
	}
	return b.String()
}

func tenths(x float64) string { return string(appendTenths(nil, int(math.Round(x*10)))) }

func hundredths(x float64) string {
	return strconv.FormatFloat(math.Round(x*100)/100, 'f', -1, 64)
}

func (c *canvas) path(d fmt.Stringer, attributes string) {
	if attributes != "" {
		attributes = " " + attributes
	}
	c.write(`<path d="`, d.String(), `"`, attributes, "/>")
}

// fill paints a shape without a line around it.
func (c *canvas) fill(colour string, d fmt.Stringer) { c.path(d, painted(colour)) }

// ink paints a shape with a fine line around it.
func (c *canvas) ink(colour, line string, width float64, d fmt.Stringer) {
	c.path(d, inked(colour, line, width))
}

// line draws an open line.
func (c *canvas) line(colour string, width float64, d fmt.Stringer) {
	c.path(d, lined(colour, width))
}

// veil paints a shape so thinly that what is below shows through.
func (c *canvas) veil(colour string, opacity float64, d fmt.Stringer) {
	c.path(d, `fill="`+colour+`" opacity="`+hundredths(opacity)+`"`)
}

// dots draws many equal dots as one path.
func (c *canvas) dots(colour string, size float64, places []point) {
	s := at(still)
	for _, p := range places {
		s.dot(p.x, p.y)
	}
	c.line(colour, size, s)
}

func (c *canvas) disc(colour string, x, y, r float64) {
	c.write(`<circle cx="`, tenths(x), `" cy="`, tenths(y), `" r="`, tenths(r), `" fill="`, colour, `"/>`)
}

// svg ends the picture. The title is escaped here; nothing else in a picture comes from outside.
func (c *canvas) svg(width, height int, title string) []byte {
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" role="img" stroke-linecap="round" stroke-linejoin="round"><title>`, width, height)
	b.WriteString(strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(title))
	b.WriteString("</title>")
	if c.defs.Len() > 0 {
		b.WriteString("<defs>" + c.defs.String() + "</defs>")
	}
	b.WriteString(c.sheets[0].String())
	b.WriteString("</svg>")
	return []byte(b.String())
}
