package compile

import (
	"slices"
	"strconv"

	"github.com/buger/jsonparser"
	"github.com/wundergraph/graphql-go-tools/v2/pkg/ast"
)

const (
	// pageSize is how long a list is taken to be that could have been bounded by first or last, and was not;
	// listSize is for lists that can't be.
	pageSize = 20
	listSize = 5
	// maxSize is the longest list that is counted with; a longer one is too much anyway.
	maxSize = 1 << 20
)

// cost is an estimate of how many fields the answer will have. It is made once for a query; what depends on
// variables is worked out for each request.
type cost struct {
	fixed int64
	parts []part
}

type part struct {
	size   sizing
	inside cost
}

// sizing is how long a list is: a number, or a variable's value.
type sizing struct {
	number   int64
	variable string
}

func (c *cost) add(size sizing, inside cost) {
	if size.variable == "" && len(inside.parts) == 0 {
		c.fixed = min(c.fixed+size.number*inside.fixed, enough)
		return
	}
	c.parts = append(c.parts, part{size, inside})
}

// of is the cost with those variables, at most enough.
func (c *cost) of(variables *sent) int64 {
	total := c.fixed
	for i := range c.parts {
		p := &c.parts[i]
		total = min(total+p.size.of(variables)*p.inside.of(variables), enough)
	}
	return total
}

func (s sizing) of(variables *sent) int64 {
	if s.variable == "" {
		return s.number
	}
	raw, kind, ok := variables.get(s.variable)
	if !ok || kind != jsonparser.Number {
		return s.number
	}
	n, err := strconv.ParseInt(string(raw), 10, 64)
	if err != nil {
		return s.number
	}
	return min(max(n, 0), maxSize)
}

// pricing walks an operation with the types of the schema.
type pricing struct {
	doc, schema *ast.Document
	operation   int
	open        []string // fragments that are being walked: one in itself is a cycle
	deprecated  []string // fields that are, as Type.field
}

// selection is what the set costs once. lists is how long lists in it are: the page of the connection that
// it belongs to.
func (p *pricing) selection(set int, typeName string, lists sizing) cost {
	var total cost
	for _, ref := range p.doc.SelectionSets[set].SelectionRefs {
		s := p.doc.Selections[ref]
		switch s.Kind {
		case ast.SelectionKindField:
			size, inside := p.field(s.Ref, typeName, lists)
			total.add(size, inside)
		case ast.SelectionKindInlineFragment:
			f := p.doc.InlineFragments[s.Ref]
			on := typeName
			if p.doc.InlineFragmentHasTypeCondition(s.Ref) {
				on = p.doc.InlineFragmentTypeConditionNameString(s.Ref)
			}
			if f.HasSelections {
				total.add(sizing{number: 1}, p.selection(f.SelectionSet, on, lists))
			}
		case ast.SelectionKindFragmentSpread:
			total.add(sizing{number: 1}, p.fragment(p.doc.FragmentSpreadNameString(s.Ref), lists))
		}
	}
	return total
}

func (p *pricing) fragment(name string, lists sizing) cost {
	ref, ok := p.doc.FragmentDefinitionRef([]byte(name))
	if !ok || !p.doc.FragmentDefinitions[ref].HasSelections || slices.Contains(p.open, name) {
		return cost{}
	}
	p.open = append(p.open, name)
	defer func() { p.open = p.open[:len(p.open)-1] }()
	return p.selection(p.doc.FragmentDefinitions[ref].SelectionSet, p.doc.FragmentDefinitionTypeNameString(ref), lists)
}

// field is how often the field comes in the place where it is asked for, and what it costs each time.
func (p *pricing) field(ref int, typeName string, lists sizing) (sizing, cost) {
	once := sizing{number: 1}
	f := p.doc.Fields[ref]
	definition, known := p.definition(typeName, p.doc.FieldNameBytes(ref))
	if !known {
		return once, cost{fixed: 1}
	}
	p.note(definition, typeName)
	isList := p.schema.TypeIsList(p.schema.FieldDefinitionType(definition))
	size, paged := p.page(ref, definition)
	inner := sizing{number: listSize}
	if paged && !isList {
		inner = size // nodes and edges are as many as the connection's page
	}
	inside := cost{fixed: 1}
	if f.HasSelections {
		inside.add(once, p.selection(f.SelectionSet, p.schema.FieldDefinitionTypeNameString(definition), inner))
	}
	switch {
	case isList && paged:
		return size, inside
	case isList:
		return lists, inside
	}
	return once, inside
}

// note remembers a field that is deprecated.
func (p *pricing) note(definition int, typeName string) {
	if !p.schema.FieldDefinitions[definition].Directives.HasDirectiveByName(p.schema, "deprecated") {
		return
	}
	if name := typeName + "." + p.schema.FieldDefinitionNameString(definition); !slices.Contains(p.deprecated, name) {
		p.deprecated = append(p.deprecated, name)
	}
}

func (p *pricing) definition(typeName string, field ast.ByteSlice) (int, bool) {
	node, ok := p.schema.Index.FirstNodeByNameStr(typeName)
	if !ok {
		return 0, false
	}
	return p.schema.NodeFieldDefinitionByName(node, field)
}

// page is how many items the field is asked for; false where its arguments can't say.
func (p *pricing) page(field, definition int) (sizing, bool) {
	size, paged := sizing{number: pageSize}, false
	for _, argument := range p.schema.FieldDefinitionArgumentsDefinitions(definition) {
		name := p.schema.InputValueDefinitionNameString(argument)
		if name != "first" && name != "last" {
			continue
		}
		paged = true
		ref, given := p.doc.FieldArgument(field, []byte(name))
		if !given {
			continue
		}
		switch value := p.doc.ArgumentValue(ref); value.Kind {
		case ast.ValueKindInteger:
			size = sizing{number: min(max(p.doc.IntValueAsInt(value.Ref), 0), maxSize)}
		case ast.ValueKindVariable:
			size = sizing{number: pageSize, variable: p.doc.VariableValueNameString(value.Ref)}
			if d, ok := p.doc.VariableDefinitionByNameAndOperation(p.operation, []byte(size.variable)); ok && p.doc.VariableDefinitionHasDefaultValue(d) {
				if v := p.doc.VariableDefinitionDefaultValue(d); v.Kind == ast.ValueKindInteger {
					size.number = min(max(p.doc.IntValueAsInt(v.Ref), 0), maxSize)
				}
			}
		}
	}
	return size, paged
}
