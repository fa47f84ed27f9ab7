"""Every write with a rule in it. Actions say who (`by=`), and speak to the outside on commit."""
