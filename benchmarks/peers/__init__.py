"""What clinic-faq is measured beside."""
