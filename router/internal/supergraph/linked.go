package supergraph

import (
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
)

// withoutLinked drops the types that only the arguments of linked directives have, where the supergraph calls
// them otherwise than usual: helper knows the usual names.
func withoutLinked(doc *ast.SchemaDocument) {
	var prefixes, names []string
	for _, def := range slices.Concat(doc.Schema, doc.SchemaExtension) {
		for _, d := range def.Directives {
			if d.Name != "link" && d.Name != "core" {
				continue
			}
			if as := text(d, "as"); as != "" {
				prefixes = append(prefixes, as+"__")
			}
			names = append(names, importedTypes(d)...)
		}
	}
	if len(prefixes)+len(names) == 0 {
		return
	}
	doc.Definitions = slices.DeleteFunc(doc.Definitions, func(def *ast.Definition) bool {
		linked := func(prefix string) bool { return strings.HasPrefix(def.Name, prefix) }
		return slices.Contains(names, def.Name) || slices.ContainsFunc(prefixes, linked)
	})
}

// importedTypes are what a link imports and that is no directive, by the names that it has here.
func importedTypes(link *ast.Directive) []string {
	imports := link.Arguments.ForName("import")
	if imports == nil || imports.Value == nil {
		return nil
	}
	var names []string
	for _, item := range imports.Value.Children {
		name := item.Value.Raw
		if item.Value.Kind == ast.ObjectValue {
			for _, key := range []string{"name", "as"} {
				if v := item.Value.Children.ForName(key); v != nil {
					name = v.Raw
				}
			}
		}
		if name != "" && !strings.HasPrefix(name, "@") {
			names = append(names, name)
		}
	}
	return names
}
