package supergraph

import (
	"fmt"
	"slices"

	"github.com/vektah/gqlparser/v2/ast"
)

// check refuses what no composer makes, and what would only show when somebody asks for it: two of one name, names
// of nothing, and interfaces that implement each other.
func (s *Supergraph) check() error {
	defined := map[string]bool{}
	for _, def := range s.doc.Definitions {
		if defined[def.Name] {
			return fmt.Errorf("the supergraph defines %s twice", def.Name)
		}
		defined[def.Name] = true
	}
	for _, name := range []string{"Int", "Float", "String", "Boolean", "ID"} {
		defined[name] = true
	}
	graphs := map[string]bool{}
	for _, g := range s.Subgraphs {
		if graphs[g.ID] {
			return fmt.Errorf("the supergraph has two subgraphs %s", g.ID)
		}
		if slices.ContainsFunc(s.Subgraphs, func(o *Subgraph) bool { return o.ID != g.ID && o.Name == g.Name }) {
			return fmt.Errorf("the supergraph has two subgraphs of the name %q", g.Name)
		}
		graphs[g.ID] = true
	}
	for _, def := range s.doc.Definitions {
		if err := checkGraphs(def.Name, def.Directives, graphs); err != nil {
			return err
		}
		for _, name := range slices.Concat(def.Interfaces, def.Types) {
			if !defined[name] {
				return fmt.Errorf("%s names the type %s, which is not defined", def.Name, name)
			}
		}
		if def.Kind == ast.Interface && s.implements(def.Name, def.Name, nil) {
			return fmt.Errorf("the interface %s implements itself", def.Name)
		}
		for _, f := range def.Fields {
			if err := checkGraphs(def.Name+"."+f.Name, f.Directives, graphs); err != nil {
				return err
			}
			if !defined[f.Type.Name()] {
				return fmt.Errorf("%s.%s is of the type %s, which is not defined", def.Name, f.Name, f.Type.Name())
			}
			for _, a := range f.Arguments {
				if !defined[a.Type.Name()] {
					return fmt.Errorf("%s.%s(%s:) is of the type %s, which is not defined", def.Name, f.Name, a.Name, a.Type.Name())
				}
			}
		}
	}
	return nil
}

func checkGraphs(place string, directives ast.DirectiveList, graphs map[string]bool) error {
	for _, d := range directives {
		if a := d.Arguments.ForName("graph"); a != nil && len(d.Name) > 6 && d.Name[:6] == "join__" && !graphs[a.Value.Raw] {
			return fmt.Errorf("%s names the subgraph %s, which join__Graph does not have", place, a.Value.Raw)
		}
	}
	return nil
}

// implements tells whether the interface implements the other, by way of whatever others.
func (s *Supergraph) implements(name, other string, seen []string) bool {
	def := s.types[name]
	if def == nil || slices.Contains(seen, name) {
		return false
	}
	seen = append(seen, name)
	return slices.ContainsFunc(def.Interfaces, func(i string) bool { return i == other || s.implements(i, other, seen) })
}
