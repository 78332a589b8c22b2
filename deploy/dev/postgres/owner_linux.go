package postgres

import "syscall"

// dieWithUs has the server stop when this process ends, however it ends.
func dieWithUs(a *syscall.SysProcAttr) { a.Pdeathsig = syscall.SIGQUIT }
