package domain

import (
	"strings"
	"testing"

	"github.com/blooming-blooms/bloom/internal/fault"
)

func TestEmail(t *testing.T) {
	for in, want := range map[string]string{
		"minji@bloom.test":                    "minji@bloom.test",
		"  Minji.Kim+flowers@Bloom.TEST ":     "minji.kim+flowers@bloom.test",
		"":                                    "",
		"minji":                               "",
		"minji@localhost":                     "",
		"minji@[127.0.0.1]":                   "",
		"Minji <minji@bloom.test>":            "",
		"minji@bloom.test, haneul@bloom.test": "",
		"민지@bloom.test":                       "",
		"minji@bloom.test\r\nBcc: haneul@bloom.test": "",
		strings.Repeat("m", 250) + "@bloom.test":     "",
	} {
		got, err := Email(in, "email")
		if got != want || (err == nil) != (want != "") || err != nil && !fault.Has(err, "INVALID") {
			t.Errorf("Email(%q) = %q, %v; want %q", in, got, err, want)
		}
	}
}

func TestPhone(t *testing.T) {
	for in, want := range map[string]string{
		"010-1234-5678":      "+821012345678",
		"010 1234 5678":      "+821012345678",
		"01012345678":        "+821012345678",
		"(02) 123-4567":      "+8221234567",
		"031.123.4567":       "+82311234567",
		"070-1234-5678":      "+827012345678",
		"0505-123-4567":      "+825051234567",
		"+82 10-1234-5678":   "+821012345678",
		"+82 (0)10-123-4567": "+82101234567",
		"+1 415 555 2671":    "+14155552671",
		"":                   "",
		"12":                 "",
		"110":                "",
		"010-1234":           "",
		"010-1234-56789":     "",
		"+82 99":             "",
		"+0123456789":        "",
		"010-CALL-NOW":       "",
		"+1234567890123456":  "",
		"０１０12345678":        "",
		"010" + strings.Repeat("-", 50) + "12345678": "",
	} {
		got, err := Phone(in, "phone")
		if got != want || (err == nil) != (want != "") || err != nil && !fault.Has(err, "INVALID") {
			t.Errorf("Phone(%q) = %q, %v; want %q", in, got, err, want)
		}
	}
}

func TestCheckPassword(t *testing.T) {
	for password, code := range map[string]string{
		"bloom-demo-1":              "",
		"correct horse battery":     "",
		"꽃다발을 한아름 안고서":              "",
		"":                          "PASSWORD_TOO_WEAK",
		"short-one":                 "PASSWORD_TOO_WEAK",
		"          ":                "PASSWORD_TOO_WEAK",
		"a        b":                "",
		"short                    ": "PASSWORD_TOO_WEAK",
		"Password123":               "PASSWORD_TOO_WEAK",
		"1234567890":                "PASSWORD_TOO_WEAK",
		"QWERTYUIOP":                "PASSWORD_TOO_WEAK",
		"zzzzzzzzzzzz":              "PASSWORD_TOO_WEAK",
		"꽃꽃꽃꽃꽃꽃꽃꽃꽃꽃":                "PASSWORD_TOO_WEAK",
		"Minji.kim@bloom.test":      "PASSWORD_TOO_WEAK",
		"minji.kimmm":               "PASSWORD_TOO_WEAK",
		strings.Repeat("꽃다발", 200):  "INVALID",
	} {
		email := "minji.kim@bloom.test"
		if password == "minji.kimmm" {
			email = "minji.kimmm@bloom.test"
		}
		err := CheckPassword(password, email)
		if (err == nil) != (code == "") || err != nil && !fault.Has(err, code) {
			t.Errorf("CheckPassword(%q) = %v; want %q", password, err, code)
		}
	}
}
