// Package postgres keeps members and their sign-ins.
package postgres

import (
	"embed"

	"github.com/blooming-blooms/bloom/internal/postgres"
)

//go:embed migrations/*.sql
var files embed.FS

// Migrations make the tables of account.
func Migrations() postgres.Migrations {
	return postgres.Embedded("account", files)
}
