package validate

import (
	"strings"
	"testing"

	"github.com/blooming-blooms/bloom/router/internal/answer"
)

// TestRespell wants the values to be what the specification makes of them, and all else to stay where it is.
func TestRespell(t *testing.T) {
	for written, want := range map[string]string{
		`{ a(b: 1, c: -1.5e-3, d: 1e3, e: "x\"\u00e9\/") e1e }`:     `{ a(b: 1, c: -1.5e-3, d: 1e3, e: "x\"\u00e9\/") e1e }`,
		`{ a(b: 1e-2, c: [-0E+2]) }`:                                `{ a(b: 1.0e-2, c: [-0.0E+2]) }`,
		`"\u{41}\u{1f600}\u{22}\u{0}"`:                              `"A😀\"\u0000"`,
		"\"\t\x01\"":                                                `"\u0009\u0001"`,
		`a(b: """a "b" \""" \c""") d`:                               `a(b: "a \"b\" \"\"\" \\c") d`,
		"a(b: \"\"\"\n\n  one\r\n    two\n\n three\n \n\"\"\"c: 1)": `a(b: " one\n   two\n\nthree"` + "\n\n\n\n\n\n\n   c: 1)",
		`a(b: """""", c: """ x""")`:                                 `a(b: ""    , c: " x"    )`,
		"# a \x07 b\n{ a }":                                         "#\n{ a }",
		"\ufeff{ a\ufeff}":                                          " { a }",
		"($#x\n a: Int)":                                            "(#x\n $a: Int)",
		`"d" query($a: A = "x" "d" $b: B = {c: "y"} """d""" $c: C)`: `    query($a: A = "x"     $b: B = {c: "y"}         $c: C)`,
		`"d" { a(b: "query" query: "x" $c) } "d" fragment`:          `"d" { a(b: "query" query: "x" $c) }     fragment`,
	} {
		got, refusal := Respell(written)
		if refusal != nil || got != want {
			t.Errorf("%q became %q, %v; want %q", written, got, refusal, want)
		}
	}
}

// TestRespellWrong wants what is wrong to be pointed at.
func TestRespellWrong(t *testing.T) {
	for _, written := range []string{"{ a(b:\n é: 1x", "{ a(\r\n é: -", "{ a(\r é: \"x\n", "\n é: \"\\u12", "\n é: \"\"\"\"\"\\"} {
		_, refusal := Respell(written)
		if refusal == nil {
			t.Errorf("%q is taken", written)
			continue
		}
		e := refusal.Errors[0]
		if e.Extensions["code"] != answer.BadUserInput || len(e.Locations) != 1 || e.Locations[0].Line != 2 || e.Locations[0].Column < 5 {
			t.Errorf("%q is refused with %v", written, e)
		}
	}
	if _, refusal := Respell(strings.Repeat(`"""a""" `, 10_000)); refusal != nil {
		t.Errorf("many texts are refused with %v", refusal)
	}
}

// FuzzRespell wants a query that was respelled once to be left alone, with each line where it was.
func FuzzRespell(f *testing.F) {
	for _, text := range []string{`{ a(b: 1e-2, c: "\u{1F600}\ud83d\ude00", d: """  x
	 y \""" """) }`, "\ufeffquery ($ v: Int = -0) { # é\x01\n a }", `"describes" query ("v" $v: ID) { a @include(if: true) }`, `{a(b:"`, `{a(b:"""`, `1a`, `-`} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		once, refusal := Respell(text)
		if refusal != nil || Syntax(once) != nil {
			return
		}
		if twice, refusal := Respell(once); refusal != nil || twice != once {
			t.Errorf("%q became %q and then %q, %v", text, once, twice, refusal)
		}
		if before, after := strings.Count(lineEnds.Replace(text), "\n"), strings.Count(lineEnds.Replace(once), "\n"); before != after {
			t.Errorf("%q has %d lines and became %q with %d", text, before+1, once, after+1)
		}
	})
}
