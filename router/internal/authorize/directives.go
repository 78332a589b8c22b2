package authorize

import (
	"errors"
	"fmt"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
)

// errElsewhere is for what would look enforced and would not be.
var errElsewhere = errors.New("who may see it can't be said there: only at objects, interfaces, unions, scalars, enums and fields")

// specifications are the features that the directives belong to; each has one directive, of its own name.
var specifications = map[string]kind{"authenticated": authenticated, "requiresScopes": requiresScopes, "policy": policy}

// arguments are the lists of the directives.
var arguments = map[kind]string{requiresScopes: "scopes", policy: "policies"}

// directives are the kinds of directives, by the names that they have in the supergraph.
type directives map[string]kind

// directivesOf reads under which names the supergraph links them. The usual names count in any case, also where
// a composer has linked nothing: it is better to refuse too much.
func directivesOf(doc *ast.SchemaDocument) directives {
	d := directives{}
	for name, k := range specifications {
		d[name], d["federation__"+name], d[name+"__"+name] = k, k, k
	}
	for _, def := range append(append(ast.SchemaDefinitionList{}, doc.Schema...), doc.SchemaExtension...) {
		for _, link := range def.Directives {
			if link.Name == "link" || link.Name == "core" {
				d.link(link)
			}
		}
	}
	return d
}

func (d directives) link(link *ast.Directive) {
	url := valueOf(link, "url")
	if url == "" {
		url = valueOf(link, "feature")
	}
	parts := strings.Split(strings.TrimRight(url, "/"), "/")
	if len(parts) < 2 {
		return
	}
	spec := parts[len(parts)-2]
	own, isOwn := specifications[spec]
	if !isOwn && spec != "federation" {
		return
	}
	as := valueOf(link, "as")
	if as == "" {
		as = spec
	}
	if isOwn {
		d[as], d[as+"__"+spec] = own, own
	} else {
		for name, k := range specifications {
			d[as+"__"+name] = k
		}
	}
	imports := link.Arguments.ForName("import")
	if imports == nil || imports.Value == nil {
		return
	}
	for _, item := range imports.Value.Children {
		name := item.Value.Raw
		alias := name
		if item.Value.Kind == ast.ObjectValue {
			name, alias = fieldOf(item.Value, "name"), fieldOf(item.Value, "as")
			if alias == "" {
				alias = name
			}
		}
		name, isDirective := strings.CutPrefix(name, "@")
		if k, known := specifications[name]; known && isDirective && (!isOwn || name == spec) {
			d[strings.TrimPrefix(alias, "@")] = k
		}
	}
}

func valueOf(d *ast.Directive, name string) string {
	a := d.Arguments.ForName(name)
	if a == nil || a.Value == nil || a.Value.Kind == ast.NullValue {
		return ""
	}
	return a.Value.Raw
}

func fieldOf(object *ast.Value, name string) string {
	if v := object.Children.ForName(name); v != nil {
		return v.Raw
	}
	return ""
}

// demandsOf are the numbers of what the directives demand.
func (r *Rules) demandsOf(d directives, list ast.DirectiveList) ([]int, error) {
	var found []int
	for _, applied := range list {
		k, known := d[applied.Name]
		if !known {
			if _, known = d[valueOf(applied, "name")]; known && applied.Name == "join__directive" {
				return nil, errors.New("it uses @join__directive for who may see it, which is not known to mean anything")
			}
			continue
		}
		made := demand{kind: k}
		if name := arguments[k]; name != "" {
			var err error
			if made.any, err = alternatives(applied, name); err != nil {
				return nil, err
			}
		}
		found = union(found, []int{r.number(made)})
	}
	return found, nil
}

// refuse is an error where one of the directives is ours.
func (d directives) refuse(list ast.DirectiveList) error {
	for _, applied := range list {
		if _, known := d[applied.Name]; known {
			return errElsewhere
		}
	}
	return nil
}

// alternatives reads [["a", "b"], ["c"]]. As everywhere in GraphQL, one value stands for a list of it.
func alternatives(applied *ast.Directive, name string) ([][]string, error) {
	wrong := fmt.Errorf("@%s should have %s, lists of names in a list", applied.Name, name)
	a := applied.Arguments.ForName(name)
	if a == nil || a.Value == nil {
		return nil, wrong
	}
	any := [][]string{}
	for _, inner := range items(a.Value) {
		all := []string{}
		for _, v := range items(inner) {
			if v.Kind != ast.StringValue && v.Kind != ast.BlockValue {
				return nil, wrong
			}
			all = append(all, v.Raw)
		}
		any = append(any, all)
	}
	return any, nil
}

func items(v *ast.Value) []*ast.Value {
	if v.Kind != ast.ListValue {
		return []*ast.Value{v}
	}
	var out []*ast.Value
	for _, child := range v.Children {
		out = append(out, child.Value)
	}
	return out
}
