package compile

import (
	"fmt"
	"math"
	"slices"
	"strconv"

	"github.com/wundergraph/astjson"
	"github.com/wundergraph/graphql-go-tools/v2/pkg/ast"

	"github.com/blooming-blooms/bloom/router/internal/answer"
)

// numbered are the variables that have an Int in them. The engine takes any number for one.
func (c *Compiler) numbered(definitions *ast.Document) []int {
	var found []int
	for ref := range definitions.VariableDefinitions {
		if c.hasInt(string(definitions.ResolveTypeNameBytes(definitions.VariableDefinitions[ref].Type)), nil) {
			found = append(found, ref)
		}
	}
	return found
}

// hasInt tells whether a value of the type may have an Int in it; above are the types that it is in.
func (c *Compiler) hasInt(typeName string, above []string) bool {
	if typeName == "Int" {
		return true
	}
	node, ok := c.Client.Index.FirstNodeByNameStr(typeName)
	if !ok || node.Kind != ast.NodeKindInputObjectTypeDefinition || slices.Contains(above, typeName) {
		return false
	}
	above = append(above, typeName)
	return slices.ContainsFunc(c.Client.InputObjectTypeDefinitions[node.Ref].InputFieldsDefinition.Refs, func(field int) bool {
		return c.hasInt(string(c.Client.ResolveTypeNameBytes(c.Client.InputValueDefinitions[field].Type)), above)
	})
}

// checkNumbers refuses what is no whole number of 32 bits where one is wanted.
func (c *Compiler) checkNumbers(v *variables, values *astjson.Value) *answer.Refusal {
	for _, ref := range v.numbered {
		name := v.definitions.VariableDefinitionNameString(ref)
		if !c.whole(values.Get(name), v.definitions, v.definitions.VariableDefinitions[ref].Type) {
			return answer.Invalid(answer.New(answer.BadUserInput, fmt.Sprintf(`Variable "$%s" got invalid value; Int cannot represent what is not a whole number of 32 bits`, name)))
		}
	}
	return nil
}

// whole looks at a value that fits the type in all other respects.
func (c *Compiler) whole(value *astjson.Value, doc *ast.Document, typ int) bool {
	if value == nil {
		return true
	}
	switch value.Type() {
	case astjson.TypeArray:
		inner := doc.ResolveListOrNameType(typ)
		if doc.Types[inner].TypeKind != ast.TypeKindList {
			return true
		}
		return !slices.ContainsFunc(value.GetArray(), func(item *astjson.Value) bool {
			return !c.whole(item, doc, doc.Types[inner].OfType)
		})
	case astjson.TypeObject:
		node, ok := c.Client.Index.FirstNodeByNameBytes(doc.ResolveTypeNameBytes(typ))
		if !ok || node.Kind != ast.NodeKindInputObjectTypeDefinition {
			return true
		}
		return !slices.ContainsFunc(c.Client.InputObjectTypeDefinitions[node.Ref].InputFieldsDefinition.Refs, func(field int) bool {
			return !c.whole(value.Get(c.Client.InputValueDefinitionNameString(field)), c.Client, c.Client.InputValueDefinitions[field].Type)
		})
	case astjson.TypeNumber:
		return string(doc.ResolveTypeNameBytes(typ)) != "Int" || isInt32(string(value.MarshalTo(nil)))
	}
	return true
}

// isInt32 also takes 1.0 and 1e3.
func isInt32(text string) bool {
	if _, err := strconv.ParseInt(text, 10, 32); err == nil {
		return true
	}
	f, err := strconv.ParseFloat(text, 64)
	return err == nil && f == math.Trunc(f) && f >= math.MinInt32 && f <= math.MaxInt32
}
