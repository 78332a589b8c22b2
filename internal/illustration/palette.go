package illustration

import (
	"fmt"
	"strconv"
)

// tones are the steps of one hue, from the light on a rim to the line that is drawn, and the pale ground that
// goes with it.
type tones struct{ light, base, mid, deep, line, ground string }

// hue gives the tones of a colour of the catalogue.
func hue(colour string) (tones, bool) {
	switch colour {
	case "red":
		return tones{"#E58A87", "#D0525A", "#B93A48", "#962A3B", "#741C30", "#F8E9E5"}, true
	case "pink":
		return tones{"#FCE6E6", "#F5C6CC", "#EBA5B2", "#D97F94", "#B65875", "#FAEDEB"}, true
	case "white":
		return tones{"#FFFFFF", "#FCFAF3", "#F3EDE1", "#E0D6C5", "#AFA28E", "#E9EBE0"}, true
	case "yellow":
		return tones{"#FDEDB4", "#F8D975", "#EEC24E", "#D9A034", "#A97722", "#FAF3DD"}, true
	case "orange":
		return tones{"#FBCDA3", "#F4AB70", "#E88D4E", "#CE6C34", "#9F4E24", "#FBEFE2"}, true
	case "blue":
		return tones{"#D3DFF2", "#A9BEE4", "#839DD2", "#5F7BB8", "#43598F", "#E8EEF5"}, true
	case "purple":
		return tones{"#E3D6EE", "#C6AEDC", "#A88AC7", "#8566AA", "#624685", "#F1ECF5"}, true
	case "green":
		return tones{"#EAF0D0", "#CFDCA8", "#B1C383", "#8DA460", "#667C42", "#EFF2E3"}, true
	case "coral":
		return tones{"#FDD5C8", "#F7AE9D", "#EC8F7E", "#D46E61", "#A94D46", "#FBEDE7"}, true
	case "burgundy":
		return tones{"#B9627A", "#964059", "#7B2C46", "#5E1C34", "#420F24", "#F4E8E7"}, true
	}
	return tones{}, false
}

// Greens of leaves and stems. Eucalyptus is the grey one.
const (
	leafLight = "#A9BC97"
	leafBase  = "#86A07B"
	leafDeep  = "#65845F"
	leafLine  = "#4B6849"
	stemGreen = "#7C9A6E"
	eucaLight = "#BACBBE"
	eucaBase  = "#9DB5A6"
	eucaDeep  = "#7E9A8B"
	eucaLine  = "#5F7C6E"
	paper     = "#FBF8F3"
	ink       = "#2A2622"
	camellia  = "#B4325A"
	gold      = "#E0B14C"
)

func rgb(hex string) (r, g, b float64) {
	n, err := strconv.ParseUint(hex[1:], 16, 32)
	if err != nil {
		panic(fmt.Sprintf("illustration: colour %q in the palette", hex))
	}
	return float64(n >> 16), float64(n >> 8 & 255), float64(n & 255)
}

// mix is a at 0 and b at 1.
func mix(a, b string, part float64) string {
	ar, ag, ab := rgb(a)
	br, bg, bb := rgb(b)
	step := func(x, y float64) int { return int(x + (y-x)*part + 0.5) }
	return fmt.Sprintf("#%02X%02X%02X", step(ar, br), step(ag, bg), step(ab, bb))
}

// dried takes the water out of a colour: closer to straw, as it is after a month on a hook.
func (t tones) dried() tones {
	const straw = "#C2A883"
	return tones{
		mix(t.light, "#EADBC2", 0.5), mix(t.base, straw, 0.42), mix(t.mid, straw, 0.4),
		mix(t.deep, "#94795A", 0.4), mix(t.line, "#6B5540", 0.45), mix(t.ground, "#F1E9DB", 0.75),
	}
}
