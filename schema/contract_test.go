// Package schema_test holds the composed graph against the contract with clients.
package schema_test

import (
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"
)

// What the contract has and the graph does not yet stands in pending.txt, a coordinate a line. The list only
// ever gets shorter: what is built has to leave it.
const pendingFile = "pending.txt"

func TestTheGraphKeepsTheContract(t *testing.T) {
	contract, composed := elements(t, "api.graphql"), elements(t, "composed.graphql")
	pending := pending(t)
	for _, at := range slices.Sorted(maps.Keys(contract)) {
		got, built := composed[at]
		switch {
		case !built && !pending[at]:
			t.Errorf("%s is in the contract, but not in the graph", at)
		case built && pending[at]:
			t.Errorf("%s is built: take it out of %s", at, pendingFile)
		case built && got != contract[at]:
			t.Errorf("%s is %q, but %q in the contract", at, got, contract[at])
		}
	}
	for at := range pending {
		if _, ok := contract[at]; !ok {
			t.Errorf("%s is pending, but not in the contract", at)
		}
	}
	if os.Getenv("WRITE_PENDING") != "" {
		writePending(t, contract, composed)
	}
}

// elements are all coordinates of a schema, each with its type as it is written.
func elements(t *testing.T, file string) map[string]string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := parser.ParseSchema(&ast.Source{Name: file, Input: string(text)})
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for _, d := range doc.Definitions {
		all[d.Name] = string(d.Kind)
		for _, f := range d.Fields {
			at := d.Name + "." + f.Name
			all[at] = f.Type.String()
			for _, a := range f.Arguments {
				all[at+"("+a.Name+":)"] = a.Type.String()
			}
		}
		for _, v := range d.EnumValues {
			all[d.Name+"."+v.Name] = "value"
		}
	}
	return all
}

func pending(t *testing.T) map[string]bool {
	t.Helper()
	text, err := os.ReadFile(pendingFile)
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]bool{}
	for line := range strings.Lines(string(text)) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
			all[line] = true
		}
	}
	return all
}

func writePending(t *testing.T, contract, composed map[string]string) {
	t.Helper()
	var b strings.Builder
	b.WriteString("# What the contract has and the graph does not yet; kept by schema/contract_test.go.\n")
	for _, at := range slices.Sorted(maps.Keys(contract)) {
		if _, built := composed[at]; !built {
			b.WriteString(at + "\n")
		}
	}
	if err := os.WriteFile(pendingFile, []byte(b.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}
