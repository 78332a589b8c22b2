package compile

import (
	"fmt"

	"github.com/wundergraph/graphql-go-tools/v2/pkg/ast"

	"github.com/blooming-blooms/bloom/router/internal/answer"
)

// shapes finds fields of one name whose values look different, for whichever object they come: a client that reads
// the name could not tell whether it is a text or a number, or whether it may be null.
func (o *overlaps) shapes(scopes []scope) *answer.Refusal {
	names, fields := o.collect(scopes)
	if o.budget < 0 {
		return tooComplex("the query asks for too many fields of one name")
	}
	for _, name := range names {
		first, firstType, known := "", "", false
		for _, f := range fields[name] {
			shape, typ, ok := o.shape(f)
			if !ok {
				continue
			}
			if known && shape != first {
				return answer.Invalid(answer.New(answer.BadUserInput, fmt.Sprintf(
					"Fields %q conflict: they are of the types %q and %q. Use different aliases.", name, firstType, typ)))
			}
			first, firstType, known = shape, typ, true
		}
		if inside := o.selected(fields[name]); len(inside) > 0 {
			if refusal := o.shapes(inside); refusal != nil {
				return refusal
			}
		}
	}
	return nil
}

// shape is the field's type where all objects are alike, and the type itself.
func (o *overlaps) shape(f asked) (shape, typ string, ok bool) {
	if string(o.doc.FieldNameBytes(f.ref)) == "__typename" {
		return "String!", "String!", true
	}
	definition, ok := o.definition(f)
	if !ok {
		return "", "", false
	}
	ref := o.schema.FieldDefinitionType(definition)
	return o.written(ref, o.leaf), o.written(ref, func(name string) string { return name }), true
}

func (o *overlaps) written(ref int, named func(string) string) string {
	switch t := o.schema.Types[ref]; t.TypeKind {
	case ast.TypeKindNonNull:
		return o.written(t.OfType, named) + "!"
	case ast.TypeKindList:
		return "[" + o.written(t.OfType, named) + "]"
	}
	return named(o.schema.TypeNameString(ref))
}

// leaf is the type's name, or one for all types that have fields.
func (o *overlaps) leaf(name string) string {
	node, _ := o.schema.Index.FirstNodeByNameStr(name)
	switch node.Kind {
	case ast.NodeKindObjectTypeDefinition, ast.NodeKindInterfaceTypeDefinition, ast.NodeKindUnionTypeDefinition:
		return "object"
	}
	return name
}
