package supergraph

import (
	"fmt"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
)

// upstream is the subgraph's own schema, rebuilt as SDL with its federation directives.
func (g *Subgraph) upstream() string {
	var b strings.Builder
	for _, name := range g.order {
		m := g.types[name]
		switch m.def.Kind {
		case ast.Scalar:
			fmt.Fprintf(&b, "scalar %s\n", name)
		case ast.Enum:
			if len(m.enumValues) > 0 {
				fmt.Fprintf(&b, "enum %s { %s }\n", name, strings.Join(m.enumValues, " "))
			}
		case ast.Union:
			if members := g.known(m.unionMembers); len(members) > 0 {
				fmt.Fprintf(&b, "union %s = %s\n", name, strings.Join(members, " | "))
			}
		case ast.InputObject:
			g.printFields(&b, "input "+name, m)
		case ast.Object, ast.Interface:
			g.printFields(&b, g.head(m), m)
		}
	}
	return b.String()
}

func (g *Subgraph) head(m *member) string {
	head := "type " + m.def.Name
	if m.def.Kind == ast.Interface && !m.interfaceObject {
		head = "interface " + m.def.Name
	}
	if interfaces := g.known(m.interfaces); len(interfaces) > 0 && !m.interfaceObject {
		head += " implements " + strings.Join(interfaces, " & ")
	}
	for _, k := range m.keys {
		head += fmt.Sprintf(" @key(fields: %q)", k.fields.text)
	}
	if m.interfaceObject {
		head += " @interfaceObject"
	}
	return head
}

func (g *Subgraph) printFields(b *strings.Builder, head string, m *member) {
	if len(m.fields) == 0 {
		return
	}
	fmt.Fprintf(b, "%s {\n", head)
	for _, f := range m.fields {
		fmt.Fprintf(b, "  %s", f.def.Name)
		if len(f.def.Arguments) > 0 {
			var args []string
			for _, a := range f.def.Arguments {
				args = append(args, a.Name+": "+a.Type.String()+defaultOf(a.DefaultValue))
			}
			fmt.Fprintf(b, "(%s)", strings.Join(args, ", "))
		}
		fmt.Fprintf(b, ": %s%s", f.typ.String(), defaultOf(f.def.DefaultValue))
		if f.external {
			b.WriteString(" @external")
		}
		if f.requires != "" {
			fmt.Fprintf(b, " @requires(fields: %q)", f.requires)
		}
		if f.provides != "" {
			fmt.Fprintf(b, " @provides(fields: %q)", f.provides)
		}
		b.WriteByte('\n')
	}
	b.WriteString("}\n")
}

// known keeps the types that the subgraph knows.
func (g *Subgraph) known(names []string) []string {
	return slices.DeleteFunc(slices.Clone(names), func(n string) bool { return g.types[n] == nil })
}

func defaultOf(v *ast.Value) string {
	if v == nil {
		return ""
	}
	return " = " + v.String()
}
