package introspect

import (
	"encoding/json"
	"math"
	"strconv"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
)

// print is a default value as GraphQL writes it, once it has become a value of the type: one value stands for a
// list of it, and what an input object leaves out is what it has by default.
func (s *Schema) print(v *ast.Value, t *ast.Type) string {
	if v.Kind == ast.NullValue {
		return "null"
	}
	if t.Elem != nil {
		items := []string{}
		if v.Kind == ast.ListValue {
			for _, item := range v.Children {
				items = append(items, s.print(item.Value, t.Elem))
			}
		} else {
			items = append(items, s.print(v, t.Elem))
		}
		return "[" + strings.Join(items, ", ") + "]"
	}
	def := s.byName[t.NamedType]
	if def != nil && def.Kind == ast.InputObject && v.Kind == ast.ObjectValue {
		fields := []string{}
		for _, f := range def.Fields {
			value := v.Children.ForName(f.Name)
			if value == nil {
				value = f.DefaultValue
			}
			if value != nil {
				fields = append(fields, f.Name+": "+s.print(value, f.Type))
			}
		}
		return "{" + strings.Join(fields, ", ") + "}"
	}
	switch v.Kind {
	case ast.StringValue, ast.BlockValue:
		if t.NamedType == "ID" && isInteger(v.Raw) {
			return v.Raw
		}
		return quoted(v.Raw)
	case ast.IntValue, ast.FloatValue:
		if t.NamedType == "String" {
			return quoted(v.Raw)
		}
		return number(v.Raw)
	case ast.ListValue:
		items := []string{}
		for _, item := range v.Children {
			items = append(items, s.print(item.Value, t))
		}
		return "[" + strings.Join(items, ", ") + "]"
	case ast.ObjectValue: // of a scalar that may be anything
		fields := []string{}
		for _, item := range v.Children {
			fields = append(fields, item.Name+": "+s.print(item.Value, t))
		}
		return "{" + strings.Join(fields, ", ") + "}"
	}
	return v.Raw
}

// isInteger tells whether an ID looks like a number: then it is written as one.
func isInteger(text string) bool {
	digits := strings.TrimPrefix(text, "-")
	if digits == "0" {
		return true
	}
	return digits != "" && digits[0] != '0' && strings.Trim(digits, "0123456789") == ""
}

func quoted(text string) string {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(text); err != nil { // a string: it can't
		return `""`
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// number is written as JavaScript does: 1.0 is 1, and very large and very small ones have an exponent.
func number(text string) string {
	f, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return text
	}
	if size := math.Abs(f); size != 0 && (size >= 1e21 || size < 1e-6) {
		return strings.NewReplacer("e-0", "e-", "e+0", "e+").Replace(strconv.FormatFloat(f, 'e', -1, 64))
	}
	return strconv.FormatFloat(f, 'f', -1, 64)
}
